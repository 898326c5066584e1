/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/scenario/json/json.h"

#include <gtest/gtest.h>

#include "harness/scenario/json/json_value.h"
#include "harness/scenario/rules/case_data.h"
#include "harness/scenario/scenario_fields.h"

namespace ktstr {
namespace {

std::string around(const std::string &steps)
{
	return R"({"name": "a", "description": "b", "scenario": {"steps": [)" + steps + "]}}";
}

ScenarioCase read(const std::string &steps)
{
	Result<ScenarioCase> read = scenario_from_json(around(steps), "test");

	EXPECT_TRUE(read.ok()) << (read.ok() ? "" : read.error().to_string());
	return read.ok() ? std::move(read).value() : ScenarioCase();
}

TEST(ScenarioJson, ReadsWhatPeopleWrite)
{
	ScenarioCase c = read(R"({
		"cgroups": [{"name": "a", "cpuset": {"kind": "llc", "llc": 1}, "cpu_max": 0.5,
			     "work": [{"type": {"type": "FutexFanOut", "waiters": 7}, "workers": 3,
				       "policy": {"kind": "batch"}, "nice": -5}]}],
		"ops": [{"op": "SwapCpusets", "first": "a", "second": "b"}],
		"hold": {"kind": "share", "share": 0.25}})");

	ASSERT_EQ(c.scenario.steps.size(), 1u);
	const Step &step = c.scenario.steps[0];
	ASSERT_EQ(step.cgroups.size(), 1u);
	EXPECT_EQ(std::get<LlcCpus>(*step.cgroups[0].cpuset).llc, 1u);
	EXPECT_EQ(step.cgroups[0].cpu_max, 0.5);
	const WorkSpec &work = step.cgroups[0].work.at(0);
	EXPECT_EQ(std::get<FutexFanOut>(work.type).waiters, 7u);
	EXPECT_EQ(std::get<FutexFanOut>(work.type).burst_us, FutexFanOut().burst_us);
	EXPECT_EQ(work.workers, 3u);
	EXPECT_EQ(work.policy.kind, SchedulingPolicy::Kind::batch);
	EXPECT_EQ(work.nice, -5);
	EXPECT_EQ(std::get<SwapCpusets>(step.ops.at(0)).second, "b");
	EXPECT_EQ(std::get<HoldShare>(step.hold).share, 0.25);
}

TEST(ScenarioJson, BoundsAreANumberOrOff)
{
	Result<ScenarioCase> c = scenario_from_json(
		R"({"name": "a", "description": "b", "scenario": {"steps": [{}],
		    "checks": {"gap_ms": "off", "spread_percent": 15}}})",
		"test");

	ASSERT_TRUE(c.ok());
	const Checks &checks = c.value().scenario.checks;
	EXPECT_EQ(checks.gap_ms, Bound::off());
	EXPECT_EQ(checks.spread_percent.value(), 15);
	EXPECT_FALSE(checks.starved.given());
}

/* Each alternative of a variant with its default values. */
template <typename... Alternatives>
std::vector<std::variant<Alternatives...>> one_of_each(const std::variant<Alternatives...> *)
{
	return {Alternatives{}...};
}

TEST(ScenarioJson, EveryWorkTypeAndOpComesBack)
{
	ScenarioCase all;
	Step &step = all.scenario.steps.emplace_back();

	all.name = "all";
	for (const auto &work : one_of_each(static_cast<const Work *>(nullptr)))
		step.ops.push_back(Spawn{.work = {.type = work}});
	for (const auto &op : one_of_each(static_cast<const Op *>(nullptr)))
		step.ops.push_back(op);
	for (const CpusetSpec &spec : one_of_each(static_cast<const CpusetSpec *>(nullptr)))
		step.cgroups.push_back({.name = "c", .cpuset = spec});
	for (const AffinitySpec &spec : one_of_each(static_cast<const AffinitySpec *>(nullptr)))
		step.ops.push_back(SetAffinity{"c", spec});
	all.scenario.checks.gap_ms = Bound::off();
	all.scenario.checks.wake_p99_us = 1234.5;

	std::string text = to_json(all);
	Result<ScenarioCase> back = scenario_from_json(text, "test");
	ASSERT_TRUE(back.ok()) << back.error().to_string();
	EXPECT_EQ(to_json(back.value()), text);
	EXPECT_EQ(back.value().scenario.steps[0].ops.size(), step.ops.size());
	EXPECT_EQ(back.value().scenario.checks, all.scenario.checks);
}

TEST(ScenarioJson, DefaultsAreLeftOut)
{
	std::string text = to_json(read(R"({"ops": [{"op": "Spawn", "work":
		{"type": {"type": "Spin", "chunk_us": 1000}, "workers": 1}}]})"));

	EXPECT_EQ(text.find("chunk_us"), std::string::npos);
	EXPECT_EQ(text.find("workers"), std::string::npos);
	EXPECT_NE(text.find("Spin"), std::string::npos);
	EXPECT_EQ(text.find("null"), std::string::npos);
}

TEST(ScenarioJson, NumbersKeepTheirLimits)
{
	auto chunk = [](const char *number) {
		return scenario_from_json(
			around(std::string(
				       R"({"ops": [{"op": "Spawn", "work": {"type": {"type": "Spin", "chunk_us": )") +
			       number + "}}}]}"),
			"test");
	};

	EXPECT_TRUE(chunk("1").ok());
	EXPECT_TRUE(chunk("1000000").ok());
	for (const char *bad : {"0", "-1", "1000001", "4294967297", "9223372036854775807", "1.5",
				"\"1\"", "null", "true", "[]", "99999999999999999999"})
		EXPECT_FALSE(chunk(bad).ok()) << bad;
}

TEST(ScenarioJson, TextThatIsTooLongIsRefused)
{
	EXPECT_FALSE(scenario_from_json(std::string(kMaxScenarioText + 1, ' '), "test").ok());
	EXPECT_FALSE(scenario_from_json(std::string(100000, '['), "test").ok());
	EXPECT_FALSE(scenario_from_json("", "test").ok());
}

TEST(ScenarioJson, TheSchedulersBoundsComeBack)
{
	Result<ScenarioCase> read = scenario_from_json(
		R"({"name": "a", "description": "b", "scheduler": {"kind": "any", "program": "p",
		    "checks": {"gap_ms": 30, "starved": "off"}}, "scenario": {"steps": [{}]}})",
		"test");

	ASSERT_TRUE(read.ok()) << read.error().to_string();
	EXPECT_EQ(read.value().scheduler.checks.gap_ms.value(), 30);
	EXPECT_EQ(scenario_from_json(to_json(read.value()), "again").value().scheduler.checks,
		  read.value().scheduler.checks);
}

TEST(ScenarioJson, TheSchemaIsOfAllThereIs)
{
	JsonValue schema(json_loads(scenario_schema().c_str(), JSON_REJECT_DUPLICATES, nullptr));
	ASSERT_TRUE(schema);
	const json_t *definitions = json_object_get(schema.get(), "$defs");
	auto expect_all = [&]<typename... T>(const std::variant<T...> *) {
		for (const char *name : {type_name(static_cast<const T *>(nullptr))...})
			EXPECT_TRUE(json_object_get(definitions, name)) << name;
	};

	expect_all(static_cast<const Work *>(nullptr));
	expect_all(static_cast<const Op *>(nullptr));
	expect_all(static_cast<const CpusetSpec *>(nullptr));
	expect_all(static_cast<const AffinitySpec *>(nullptr));
	expect_all(static_cast<const Hold *>(nullptr));
}

TEST(ScenarioJson, AnOwnedCaseKeepsAllOfIt)
{
	ScenarioCase data;

	data.name = "file.a";
	data.description = "What it shows.";
	data.topology = "1:2:2:1";
	data.scheduler = {ScenarioScheduler::Kind::any, "ktstr_fifo", {"-v"}};
	data.needs_options = {"CONFIG_PSI"};
	data.deadline_ms = 7000;
	data.scenario.steps = {Step{.name = "only"}};
	std::unique_ptr<const OwnedCase> owned = OwnedCase::create(data, "a.json").value();
	const Case &test = owned->get();
	EXPECT_EQ(to_json(as_scenario_case(test, test.topology)), to_json(data));
}

} /* namespace */
} /* namespace ktstr */
