/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/scenario/rules/registry.h"

#include <gtest/gtest.h>

namespace ktstr {
namespace {

TEST(Registry, SortsByName)
{
	Case a{.name = "a.first", .description = "One."};
	Case b{.name = "b:second-1_x", .description = "Two."};
	std::vector<const Case *> cases = {&b, &a};

	ASSERT_TRUE(sort_cases(cases).ok());
	EXPECT_EQ(cases[0], &a);
	EXPECT_EQ(cases[1], &b);
}

TEST(Registry, RefusesWhatBreaksTheRules)
{
	Case good{.name = "good", .description = "Fine."};
	Case twin{.name = "good", .description = "Again."};
	Case silent{.name = "silent", .description = ""};
	Case spaced{.name = "with space", .description = "Not a name."};
	Case empty{.name = "", .description = "Not a name."};

	Case uneven{.name = "uneven", .description = "Impossible.", .topology = {2, 3, 1, 1}};

	for (const Case *bad : {&twin, &silent, &spaced, &empty, &uneven}) {
		std::vector<const Case *> cases = {&good, bad};

		EXPECT_FALSE(sort_cases(cases).ok()) << bad->description;
	}
}

TEST(Registry, ACaseHasABodyOrAScenario)
{
	Scenario scenario = {.steps = {Step{}}};
	Scenario stepless = {.backdrop = {.cgroups = {{.name = "a"}}}};
	Case data{.name = "data", .description = "Fine.", .scenario = scenario};
	Case both{.name = "both",
		  .description = "Two.",
		  .body = [](Guest &) {},
		  .scenario = scenario};
	Case idle{.name = "idle", .description = "None.", .scenario = stepless};
	Case checks{.name = "x", .description = "None.", .scenario = {.checks = {.gap_ms = 1}}};
	std::vector<const Case *> cases = {&data};

	EXPECT_TRUE(sort_cases(cases).ok());
	EXPECT_TRUE(data.has_checks());
	EXPECT_FALSE(idle.has_checks());
	cases = {&data, &both};
	EXPECT_EQ(sort_cases(cases).error().to_string(),
		  "a case has both a body and a scenario: both");
	for (const Case *bad : {&idle, &checks}) {
		cases = {bad, &data};
		EXPECT_EQ(sort_cases(cases).error().to_string(),
			  std::string("a case has a scenario without steps: ") + bad->name);
	}
}

TEST(Registry, BaselinesAreCasesOfTheirOwn)
{
	Case pair{.name = "swap",
		  .description = "Both.",
		  .topology = {1, 2, 2, 1},
		  .scheduler = {.kind = CaseScheduler::any, .program = "ktstr_fifo"},
		  .baseline = true,
		  .scenario = {.steps = {Step{.name = "only"}}}};
	Case single{.name = "swap.b", .description = "One."};
	std::vector<const Case *> cases = {&single, &pair};
	std::deque<Baseline> baselines;

	ASSERT_TRUE(complete_cases(cases, baselines).ok());
	ASSERT_EQ(cases.size(), 3u);
	EXPECT_STREQ(cases[0]->name, "swap");
	EXPECT_STREQ(cases[1]->name, "swap.b");
	const Case &eevdf = *cases[2];
	EXPECT_STREQ(eevdf.name, "swap.eevdf");
	EXPECT_EQ(eevdf.scheduler.kind, CaseScheduler::none);
	EXPECT_STREQ(eevdf.scheduler.program, "");
	EXPECT_FALSE(eevdf.needs_scx);
	EXPECT_FALSE(eevdf.baseline);
	EXPECT_EQ(eevdf.topology, pair.topology);
	EXPECT_EQ(eevdf.scenario.steps.at(0).name, "only");
}

TEST(Registry, BaselinesThatCannotBeAreRefused)
{
	Case pair{.name = "swap",
		  .description = "Both.",
		  .scheduler = {.kind = CaseScheduler::any, .program = "ktstr_fifo"},
		  .baseline = true};
	Case taken{.name = "swap.eevdf", .description = "Mine."};
	Case bare{.name = "bare", .description = "None.", .baseline = true};
	std::deque<Baseline> baselines;
	std::vector<const Case *> cases = {&pair, &taken};

	EXPECT_EQ(complete_cases(cases, baselines).error().to_string(),
		  "two cases have the same name: swap.eevdf");
	cases = {&bare};
	EXPECT_EQ(complete_cases(cases, baselines).error().to_string(),
		  "a case without a scheduler has a baseline: bare");
}

TEST(Registry, WordsAreStable)
{
	EXPECT_EQ((Topology{1, 2, 4, 2}).to_string(), "1:2:4:2");
	EXPECT_EQ((Topology{1, 2, 4, 2}).cpus(), 16u);
	EXPECT_STREQ(to_string(VerdictKind::inconclusive), "inconclusive");
	EXPECT_STREQ(to_string(VerdictKind::crash), "crash");
	EXPECT_EQ(find_case("no such case"), nullptr);
}

} /* namespace */
} /* namespace ktstr */
