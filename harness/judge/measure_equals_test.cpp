/* SPDX-License-Identifier: GPL-2.0 */
#include <cmath>

#include "harness/judge/test_measurements.h"

namespace ktstr {
namespace {

TEST(Spread, OfCpuTimeAmongEquals)
{
	Window window = two_workers([](auto &, auto &second) { second.cpu_ns = 75 * kTestMs; });

	expect_report(judge_one({.spread_percent = 25}, window), CheckReport::pass, 25);
	CheckReport report = judge_one({.spread_percent = 24}, window);
	expect_report(
		report, CheckReport::fail, 25,
		"cgroup \"a\", 2 Spin workers: Spin worker 1 (pid 101) had 75 ms of CPU time, "
		"Spin worker 0 (pid 100) 100 ms");
	EXPECT_STREQ(report.unit, "%");
}

TEST(Spread, OnlyAmongEquals)
{
	Window window = two_workers([](auto &, auto &second) { second.cpu_ns = 1; });

	window.workers[1].team = 1;
	expect_no_data(judge_one({.spread_percent = 1}, window), "two equal workers in a cgroup");
	window.workers[1].team = 0;
	window.workers[1].cgroup = "b";
	expect_no_data(judge_one({.spread_percent = 1}, window), "two equal workers in a cgroup");
	window.workers[1].cgroup = "a";
	window.workers[1].held_back = true;
	expect_no_data(judge_one({.spread_percent = 1}, window), "two equal workers in a cgroup");
}

TEST(Spread, NeedsCpuTimeAndALongWindow)
{
	Window idle =
		two_workers([](auto &first, auto &second) { first.cpu_ns = second.cpu_ns = 0; });
	Window brief = two_workers([](auto &, auto &second) { second.cpu_ns = 1; });

	brief.length_ns = 49 * kTestMs;
	expect_no_data(judge_one({.spread_percent = 1}, idle), "with CPU time");
	expect_no_data(judge_one({.spread_percent = 1}, brief), "no window of 50 ms or more");
}

/* 10, 20 and 30: mean 20, deviation 10; the error is 0.5 * sqrt(1/4 + 1/12). */
TEST(Variation, OfIterationsAmongEquals)
{
	Window window = test_window({test_worker(0), test_worker(1), test_worker(2)});

	window.workers[1].iterations = 20;
	window.workers[2].iterations = 30;
	expect_report(judge_one({.variation_percent = 50}, window), CheckReport::pass, 50);
	expect_report(
		judge_one({.variation_percent = 49}, window), CheckReport::fail, 50,
		"3 Spin workers: 20 iterations on average, deviation 10; standard error of the "
		"variation 28.9 %");
}

TEST(Variation, NeedsIterations)
{
	Window window = two_workers(
		[](auto &first, auto &second) { first.iterations = second.iterations = 0; });

	expect_no_data(judge_one({.variation_percent = 1}, window), "with iterations");
	window.workers[0].iterations = 1;
	expect_report(judge_one({.variation_percent = 1}, window), CheckReport::fail,
		      100 * std::sqrt(2.0));
	window.length_ns = 1;
	expect_no_data(judge_one({.variation_percent = 1}, window), "no window of 50 ms or more");
}

} /* namespace */
} /* namespace ktstr */
