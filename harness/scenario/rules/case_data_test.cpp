/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/scenario/rules/case_data.h"

#include <gtest/gtest.h>

namespace ktstr {
namespace {

ScenarioCase sample()
{
	ScenarioCase data;

	data.name = "file.a";
	data.description = "What it shows.";
	data.topology = "1:2:2:1";
	data.scheduler = {ScenarioScheduler::Kind::any, "ktstr_fifo", {"-v"}};
	data.needs_options = {"CONFIG_PSI"};
	data.deadline_ms = 7000;
	data.scenario.steps = {Step{.name = "only"}};
	return data;
}

std::string refusal(const ScenarioCase &data)
{
	Result<std::unique_ptr<const OwnedCase>> owned = OwnedCase::create(data, "a.json");

	return owned.ok() ? "" : owned.error().to_string();
}

TEST(OwnedCase, HasAllOfTheData)
{
	std::unique_ptr<const OwnedCase> owned = OwnedCase::create(sample(), "a.json").value();
	const Case &test = owned->get();

	EXPECT_STREQ(test.name, "file.a");
	EXPECT_EQ(test.topology.llcs, 2u);
	EXPECT_EQ(test.scheduler.kind, CaseScheduler::any);
	EXPECT_STREQ(test.scheduler.program, "ktstr_fifo");
	EXPECT_TRUE(test.needs_scx);
	EXPECT_TRUE(test.has_checks());
	EXPECT_EQ(as_scenario_case(test, Topology{1, 1, 8, 1}).topology, "1:1:8:1");
}

TEST(OwnedCase, EverySchedulerComesBack)
{
	using Kind = ScenarioScheduler::Kind;

	for (Kind kind : {Kind::none, Kind::builtin, Kind::any, Kind::tree}) {
		ScenarioCase data = sample();

		data.scheduler = {kind, kind == Kind::none ? "" : "p", {}};
		std::unique_ptr<const OwnedCase> owned = OwnedCase::create(data, "").value();
		EXPECT_EQ(owned->get().needs_scx, kind != Kind::none);
		EXPECT_EQ(as_scenario_case(owned->get(), {}).scheduler.kind, kind);
	}
}

TEST(OwnedCase, RefusalsNameTheFileAndTheField)
{
	ScenarioCase data = sample();

	data.name = "a b";
	EXPECT_EQ(refusal(data), "scenario: a.json: name: must be letters, digits and _.:-");
	data = sample();
	data.description = "";
	EXPECT_EQ(refusal(data), "scenario: a.json: description: must not be empty");
	data = sample();
	data.topology = "1:1:9999:1";
	EXPECT_EQ(refusal(data), "scenario: a.json: topology: CORES is 9999: at most 1024");
	data = sample();
	data.scheduler.program = "";
	EXPECT_EQ(refusal(data), "scenario: a.json: scheduler.program: must not be empty");
	data.scheduler.kind = ScenarioScheduler::Kind::none;
	EXPECT_EQ(refusal(data),
		  "scenario: a.json: scheduler.kind: none takes neither program nor arguments");
}

} /* namespace */
} /* namespace ktstr */
