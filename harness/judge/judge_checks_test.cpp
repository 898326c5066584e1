/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/judge/judge_checks.h"

#include <cmath>
#include <limits>
#include <set>

#include "harness/judge/test_measurements.h"
#include "harness/scenario/rules/merge_checks.h"

namespace ktstr {
namespace {

/* Sets every bound to @value and turns on every check. */
struct All {
	double value;

	void operator()(const char *, Bound &field, const Limits & = {}) { field = value; }
	void operator()(const char *, bool &field, const Limits & = {}) { field = true; }
};

Checks all_checks(double value)
{
	All visitor = {value};
	Checks checks;

	describe(visitor, checks);
	return checks;
}

/* The names in reports, in the order of declaration. */
struct Names {
	std::vector<std::string> names = {};

	template <typename Field>
	void operator()(const char *, Field &, const CheckInfo &check)
	{
		names.push_back(check.name);
	}
};

std::vector<std::string> all_names()
{
	Names visitor;
	Checks checks;

	describe(visitor, checks);
	return visitor.names;
}

/* Measurements for every check, with all numbers @n and all lengths @length_ns. */
Measurements full(uint64_t n, uint64_t length_ns)
{
	WorkerMeasurement worker = test_worker(0);

	worker.iterations = worker.cpu_ns = worker.cpu_samples = worker.outside = worker.wakes = n;
	worker.run_delay_ns = worker.gap_ns = worker.migrations = worker.pages =
		worker.local_pages = n;
	worker.wake_ns.assign(400, uint32_t(n));
	Window window = test_window({worker, worker, worker, worker});
	window.workers[2].iterations = window.workers[2].cpu_ns = 0;
	window.workers[3].held_back = true;
	window.length_ns = length_ns;
	window.cgroups = {{.name = "a", .pressure_percent = 50, .periods = n, .throttled = n}};
	uint32_t count = uint32_t(n);
	window.runnable.assign(5, {count, count, count});
	window.events = {{"SCX_EV_SELECT_CPU_FALLBACK", n}, {"SCX_EV_BYPASS_ACTIVATE", n}};
	Measurements measurements = with_scheduler({window, window});
	measurements.left_cgroups.emplace();
	return measurements;
}

TEST(JudgeChecks, EveryFieldHasACheckOfItsOwn)
{
	std::vector<CheckReport> reports =
		judge_checks(all_checks(1), full(1000000000, 1000000000), {});
	std::vector<std::string> names;

	for (const CheckReport &report : reports) {
		names.push_back(report.name);
		EXPECT_NE(report.status, CheckReport::no_data)
			<< report.name << ": " << report.detail;
	}
	EXPECT_EQ(names, all_names());
	EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size());
}

TEST(JudgeChecks, WhatIsOffOrNotGivenIsNotAsked)
{
	Checks checks = {.starved = Bound::off(),
			 .frozen = false,
			 .still_attached = false,
			 .nothing_left = false};

	EXPECT_TRUE(judge_checks(checks, full(1, 1000000000), {}).empty());
}

TEST(JudgeChecks, TimesAreStretchedAndRatiosAreNot)
{
	Measurements measurements = full(1000000000, 1000000000);
	std::vector<CheckReport> plain = judge_checks(all_checks(2), measurements, {});
	std::vector<CheckReport> slow = judge_checks(all_checks(2), measurements, {250});

	ASSERT_EQ(plain.size(), slow.size());
	for (size_t i = 0; i < plain.size(); i++) {
		std::string unit = plain[i].unit;
		double times = unit == "ms" || unit == "us" ? 2.5 : 1;

		EXPECT_DOUBLE_EQ(slow[i].bound, plain[i].bound * times) << plain[i].name;
		EXPECT_EQ(slow[i].measured, plain[i].measured) << plain[i].name;
	}
	Window window = test_window({test_worker(0)});
	window.workers[0].gap_ns = 25 * kTestMs;
	EXPECT_EQ(judge_one({.gap_ms = 10}, measured({window}), {249}).status, CheckReport::fail);
	EXPECT_EQ(judge_one({.gap_ms = 10}, measured({window}), {250}).status, CheckReport::pass);
}

TEST(JudgeChecks, WithoutWorkersNothingIsAskedOfThem)
{
	Measurements measurements;
	Checks checks = project_checks();

	checks.nothing_left = false;
	/* They should have been there. */
	std::vector<CheckReport> reports = judge_checks(checks, measurements, {});
	ASSERT_EQ(reports.size(), 2u);
	for (const CheckReport &report : reports)
		EXPECT_EQ(report.status, CheckReport::no_data) << report.name;
	measurements.no_workers = true;
	EXPECT_TRUE(judge_checks(checks, measurements, {}).empty());
	checks.pressure_percent = 1;
	EXPECT_EQ(judge_checks(checks, measurements, {}).size(), 1u);
}

TEST(JudgeChecks, TheWorstWindowDecidesAndTheFirstOfEquals)
{
	Window good = test_window({test_worker(0)}, "step 1");
	Window bad = test_window({test_worker(0)});
	Window later = test_window({test_worker(0)}, "step 3");

	bad.workers[0].iterations = later.workers[0].iterations = 0;
	expect_report(judge_one({.starved = 0}, measured({good, bad, later})), CheckReport::fail,
		      1);
}

std::vector<CheckReport> judge_frozen(std::vector<Window> windows, TimeScale time_scale = {})
{
	Checks checks = {.still_attached = false, .nothing_left = false};

	return judge_checks(checks, measured(std::move(windows)), time_scale);
}

/* Two workers, the first @frozen of them frozen and idle. */
Window frozen_window(size_t frozen, std::string where = "step 2 (swap)")
{
	Window window = test_window({test_worker(0), test_worker(1)}, std::move(where));

	for (size_t i = 0; i < frozen; i++) {
		window.workers[i].held_back = true;
		window.workers[i].iterations = 0;
		window.workers[i].cpu_ns = 0;
	}
	return window;
}

TEST(Frozen, WhereNothingWasNothingIsAsked)
{
	EXPECT_TRUE(judge_frozen({}).empty());
	EXPECT_TRUE(judge_frozen({frozen_window(0)}).empty());
}

TEST(Frozen, WhatIsStandsStill)
{
	std::vector<CheckReport> reports =
		judge_frozen({frozen_window(0), frozen_window(1), frozen_window(2)});

	ASSERT_EQ(reports.size(), 1u);
	EXPECT_STREQ(reports[0].name, "frozen");
	EXPECT_EQ(reports[0].status, CheckReport::pass);
	EXPECT_EQ(reports[0].measured, 0);
	EXPECT_EQ(reports[0].detail, "none of 2 frozen workers ran");
}

TEST(Frozen, TheTimeToFreezeIsStretched)
{
	Window window = frozen_window(1);

	window.workers[0].cpu_ns = 15 * 1000 * 1000;
	EXPECT_EQ(judge_frozen({window})[0].status, CheckReport::fail);
	EXPECT_EQ(judge_frozen({window}, {400})[0].status, CheckReport::pass);
	window.workers[0].iterations = 1;
	EXPECT_EQ(judge_frozen({window}, {400})[0].status, CheckReport::fail);
}

TEST(Frozen, EachThatRanCountsOnceAndTheFirstIsNamed)
{
	Window first = frozen_window(2, "step 1 (cold)");
	Window second = frozen_window(2);

	first.workers[1].iterations = second.workers[1].iterations = 3;
	std::vector<CheckReport> reports = judge_frozen({frozen_window(2), first, second});
	ASSERT_EQ(reports.size(), 1u);
	EXPECT_EQ(reports[0].status, CheckReport::fail);
	EXPECT_EQ(reports[0].measured, 1);
	EXPECT_EQ(reports[0].bound, 0);
	EXPECT_STREQ(reports[0].unit, "workers");
	EXPECT_EQ(reports[0].detail, R"(step 1 (cold): cgroup "a", Spin worker 1 (pid 101) did 3 )"
				     "iterations, in 0 ms of CPU time, while it was frozen");
	second.workers[0].iterations = 1;
	EXPECT_EQ(judge_frozen({first, second}).at(0).measured, 2);
}

TEST(Frozen, OneLongIterationIsSeenByItsCpuTime)
{
	Window window = frozen_window(2);

	window.workers[0].cpu_ns = 2 * kTestMs;
	EXPECT_EQ(judge_frozen({window}).at(0).status, CheckReport::pass);
	window.workers[0].cpu_ns = 200 * kTestMs;
	EXPECT_EQ(judge_frozen({window}).at(0).status, CheckReport::fail);
}

TEST(StillAttached, AtTheEnd)
{
	Checks checks = {.nothing_left = false};
	Measurements measurements;

	EXPECT_TRUE(judge_checks(checks, measurements, {}).empty());
	measurements.still_attached = true;
	std::vector<CheckReport> reports = judge_checks(checks, measurements, {});
	ASSERT_EQ(reports.size(), 1u);
	EXPECT_EQ(reports[0].status, CheckReport::pass);
	measurements.still_attached = false;
	reports = judge_checks(checks, measurements, {});
	ASSERT_EQ(reports.size(), 1u);
	EXPECT_EQ(reports[0].status, CheckReport::fail);
	EXPECT_EQ(reports[0].measured, 0);
	EXPECT_EQ(reports[0].bound, 1);
	EXPECT_EQ(reports[0].detail, "at the end: the scheduler was no longer attached");
}

TEST(NothingLeft, AfterTeardown)
{
	Checks checks = {.still_attached = false};
	Measurements measurements;

	EXPECT_EQ(judge_checks(checks, measurements, {}).at(0).status, CheckReport::no_data);
	measurements.left_cgroups.emplace();
	EXPECT_EQ(judge_checks(checks, measurements, {}).at(0).status, CheckReport::pass);
	measurements.left_cgroups = {{"a", "a/b", "c", "d", "e"}};
	CheckReport report = judge_checks(checks, measurements, {}).at(0);
	EXPECT_EQ(report.status, CheckReport::fail);
	EXPECT_EQ(report.measured, 5);
	EXPECT_STREQ(report.unit, "cgroups");
	EXPECT_EQ(report.detail, R"(after teardown: 5 cgroups left: "a", "a/b", "c", "d", ...)");
}

/* Empty input, zero length and the largest numbers must not produce NaN or infinity. */
TEST(JudgeChecks, DegenerateMeasurements)
{
	constexpr uint64_t kHuge = std::numeric_limits<uint64_t>::max();

	for (uint64_t n : {uint64_t(0), uint64_t(1), kHuge}) {
		for (uint64_t length_ns : {uint64_t(0), uint64_t(1), kHuge}) {
			for (uint32_t scale : {0u, 100u, std::numeric_limits<uint32_t>::max()}) {
				std::vector<CheckReport> reports = judge_checks(
					all_checks(1e12), full(n, length_ns), TimeScale{scale});

				ASSERT_EQ(reports.size(), all_names().size());
				for (const CheckReport &report : reports) {
					EXPECT_TRUE(std::isfinite(report.measured)) << report.name;
					EXPECT_TRUE(std::isfinite(report.bound)) << report.name;
					EXPECT_NE(report.detail, "");
					for (const char *bad : {"nan", "inf "})
						EXPECT_EQ(report.detail.find(bad),
							  std::string::npos)
							<< report.detail;
				}
			}
		}
	}
}

TEST(JudgeChecks, NoWindowsAreNoData)
{
	for (const Measurements &measurements : {with_scheduler({}), with_scheduler({Window()})}) {
		std::vector<CheckReport> reports = judge_checks(all_checks(1), measurements, {});

		ASSERT_EQ(reports.size(), all_names().size() - 1); /* none was frozen */
		for (const CheckReport &report : reports) {
			bool attached = report.name == std::string("still-attached");

			EXPECT_EQ(report.status,
				  attached ? CheckReport::pass : CheckReport::no_data)
				<< report.name;
		}
	}
}

} /* namespace */
} /* namespace ktstr */
