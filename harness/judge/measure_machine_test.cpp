/* SPDX-License-Identifier: GPL-2.0 */
#include <algorithm>
#include <limits>

#include "harness/judge/harmless_events.h"
#include "harness/judge/test_measurements.h"

namespace ktstr {
namespace {

Window with_looks(std::vector<RunnableSample> looks)
{
	Window window = test_window({});

	window.runnable = std::move(looks);
	return window;
}

/* 5 workers on 4 CPUs: one CPU must have 2. */
TEST(Imbalance, TheBestPlacementIsNone)
{
	expect_report(judge_one({.imbalance_percent = 0}, with_looks({5, {4, 5, 2}})),
		      CheckReport::pass, 0);
	expect_report(judge_one({.imbalance_percent = 0}, with_looks({5, {4, 4, 1}})),
		      CheckReport::pass, 0);
	/* A worker may leave during the look. */
	expect_report(judge_one({.imbalance_percent = 0}, with_looks({5, {4, 9, 1}})),
		      CheckReport::pass, 0);
}

/* 0 % three times and 100 % three times: deviation 54.8, error 54.8 / sqrt(6). */
TEST(Imbalance, IsTheMeanExcess)
{
	Window window = with_looks({{4, 5, 2},
				    {4, 5, 4},
				    {4, 5, 2},
				    {4, 5, 4},
				    {2, 1, 1},
				    {2, 2, 2},
				    {1, 9, 9},
				    {4, 0, 0}});

	expect_report(judge_one({.imbalance_percent = 50}, window), CheckReport::pass, 50);
	CheckReport report = judge_one({.imbalance_percent = 49}, window);
	expect_report(report, CheckReport::fail, 50,
		      "had 50 % more runnable workers than necessary, on average of 6 looks "
		      "(standard error "
		      "22.4 %), up to 4 workers");
	EXPECT_STREQ(report.name, "imbalance");
}

TEST(Imbalance, NeedsLooks)
{
	std::vector<RunnableSample> looks(4, {4, 8, 8});

	looks.push_back({1, 8, 8});
	looks.push_back({4, 0, 0});
	expect_no_data(judge_one({.imbalance_percent = 0}, with_looks(looks)),
		       "no window had 5 looks");
	looks.push_back({4, 8, 8});
	expect_report(judge_one({.imbalance_percent = 0}, with_looks(looks)), CheckReport::fail,
		      300);
}

Window with_events(std::vector<EventCount> events)
{
	Window window = test_window({});

	window.events = std::move(events);
	return window;
}

TEST(Events, FaultsTogether)
{
	Window window = with_events({{"SCX_EV_SELECT_CPU_FALLBACK", 2},
				     {"SCX_EV_DISPATCH_KEEP_LAST", 1000000},
				     {"SCX_EV_BYPASS_DURATION", 1000000},
				     {"SCX_EV_OF_TOMORROW", 3}});

	expect_report(judge_one({.events_per_s = 10}, window), CheckReport::pass, 10);
	CheckReport report = judge_one({.events_per_s = 9}, window);
	expect_report(report, CheckReport::fail, 10,
		      "mostly SCX_EV_OF_TOMORROW, 3 times in 500 ms");
	EXPECT_STREQ(report.name, "scheduler-events");
	expect_report(judge_one({.events_per_s = 0}, with_events({})), CheckReport::pass, 0,
		      "no event that is a fault");
}

TEST(Events, HarmlessOnesAreNamed)
{
	std::vector<EventCount> events;

	for (const HarmlessEvent &event : kHarmlessEvents) {
		EXPECT_TRUE(event.name.starts_with("SCX_EV_")) << event.name;
		EXPECT_STRNE(event.why, "");
		events.push_back({std::string(event.name), 1});
	}
	expect_report(judge_one({.events_per_s = 0}, with_events(events)), CheckReport::pass, 0);
	EXPECT_FALSE(is_harmless_event("SCX_EV_BYPASS_ACTIVATE"));
	EXPECT_FALSE(is_harmless_event(""));
}

TEST(Events, NeedAScheduler)
{
	Window window = with_events({{"SCX_EV_SELECT_CPU_FALLBACK", 2}});
	Checks checks = {.events_per_s = 0, .still_attached = false, .nothing_left = false};

	EXPECT_TRUE(judge_checks(checks, measured({window}), {}).empty());
	window.events.reset();
	expect_no_data(judge_one(checks, with_scheduler({window})), "event counters");
	window.events.emplace();
	window.length_ns = 49 * kTestMs;
	expect_no_data(judge_one(checks, with_scheduler({window})), "no window of 50 ms or more");
	/* Even with a time scale of 0. */
	window.length_ns = 0;
	expect_no_data(judge_one(checks, with_scheduler({window}), {0}), "event counters");
}

Window with_cgroups(std::vector<CgroupMeasurement> cgroups)
{
	Window window = test_window({});

	window.cgroups = std::move(cgroups);
	return window;
}

TEST(Pressure, OfTheWorstCgroup)
{
	Window window = with_cgroups({{.name = "a", .pressure_percent = 5},
				      {.name = "a/b", .pressure_percent = 12.5},
				      {.name = "c"}});

	expect_report(judge_one({.pressure_percent = 12.5}, window), CheckReport::pass, 12.5);
	expect_report(judge_one({.pressure_percent = 12}, window), CheckReport::fail, 12.5,
		      "cgroup \"a/b\": some task waited for a CPU 12.5 % of 500 ms");
	expect_no_data(judge_one({.pressure_percent = 12}, with_cgroups({{.name = "c"}})),
		       "no cgroup had");
	for (double bad :
	     {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()})
		expect_no_data(judge_one({.pressure_percent = 12},
					 with_cgroups({{.name = "c", .pressure_percent = bad}})),
			       "no cgroup had");
}

TEST(Throttled, OfTheWorstCgroup)
{
	Window window = with_cgroups({{.name = "a", .periods = 5, .throttled = 1},
				      {.name = "b", .periods = 8, .throttled = 3},
				      {.name = "c", .periods = 0, .throttled = 0},
				      {.name = "d", .throttled = 7}});

	expect_report(judge_one({.throttled_percent = 37.5}, window), CheckReport::pass, 37.5);
	expect_report(judge_one({.throttled_percent = 37}, window), CheckReport::fail, 37.5,
		      "cgroup \"b\" was throttled in 3 of 8 periods");
	window.cgroups.erase(window.cgroups.begin(), window.cgroups.begin() + 2);
	expect_no_data(judge_one({.throttled_percent = 1}, window), "had a period");
}

} /* namespace */
} /* namespace ktstr */
