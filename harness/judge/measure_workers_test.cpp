/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/judge/test_measurements.h"

namespace ktstr {
namespace {

TEST(Starved, WhoRanNoIteration)
{
	Window window = two_workers([](auto &, auto &second) {
		second.iterations = 0;
		second.cpu_ns = 1500 * 1000;
	});

	CheckReport report = judge_one({.starved = 0}, window);
	expect_report(
		report, CheckReport::fail, 1,
		"cgroup \"a\", Spin worker 1 (pid 101) ran no iteration in 500 ms (1.5 ms of CPU "
		"time)");
	EXPECT_STREQ(report.name, "starved");
	EXPECT_STREQ(report.unit, "workers");
	expect_report(judge_one({.starved = 1}, window), CheckReport::pass, 1);
	window.workers[0].iterations = 0;
	expect_report(judge_one({.starved = 1}, window), CheckReport::fail, 2,
		      ", and 1 other worker");
	window.workers[0].held_back = true;
	expect_report(judge_one({.starved = 1}, window), CheckReport::pass, 1);
}

TEST(Starved, NobodyDid)
{
	expect_report(judge_one({.starved = 0}, test_window({test_worker(0)})), CheckReport::pass,
		      0, "each of 1 worker ran in 500 ms");
}

TEST(Starved, NobodyCouldRun)
{
	Window window = two_workers([](auto &first, auto &second) {
		first.held_back = second.held_back = true;
		first.iterations = second.iterations = 0;
	});

	expect_no_data(judge_one({.starved = 0}, window), "no window of 50 ms or more");
}

TEST(Starved, ShortWindowsAreNoData)
{
	Window good = test_window({test_worker(0)});
	Window window = good;

	window.length_ns = 49 * kTestMs;
	window.workers[0].iterations = 0;
	expect_no_data(judge_one({.starved = 0}, window), "no window of 50 ms or more");
	expect_report(judge_one({.starved = 0}, measured({window, good})), CheckReport::pass, 0);
	window.length_ns = 50 * kTestMs;
	expect_report(judge_one({.starved = 0}, measured({good, window})), CheckReport::fail, 1);
	expect_no_data(judge_one({.starved = 0}, measured({window}), {300}),
		       "no window of 150 ms or more");
}

TEST(Gap, OfTheWorstWorker)
{
	Window window = two_workers([](auto &first, auto &second) {
		first.gap_ns = 20 * kTestMs;
		second.gap_ns = 12500 * 1000;
	});

	expect_report(judge_one({.gap_ms = 20}, window), CheckReport::pass, 20);
	CheckReport report = judge_one({.gap_ms = 19.5}, window);
	expect_report(report, CheckReport::fail, 20,
		      "Spin worker 0 (pid 100) did not run for 20 ms");
	EXPECT_STREQ(report.unit, "ms");
	window.workers[0].held_back = true;
	expect_report(judge_one({.gap_ms = 19.5}, window), CheckReport::pass, 12.5);
	window.workers[1].gap_ns.reset();
	expect_no_data(judge_one({.gap_ms = 19.5}, window),
		       "no worker was of a type that sees gaps");
}

TEST(Isolation, SamplesOutside)
{
	Window window = two_workers([](auto &first, auto &second) {
		first.cpu_samples = 7;
		second.cpu_samples = 9;
	});

	expect_report(judge_one({.isolation = 0}, window), CheckReport::pass, 0,
		      "2 workers looked 16 times");
	window.workers[0].outside = 1;
	window.workers[1].outside = 2;
	expect_report(judge_one({.isolation = 3}, window), CheckReport::pass, 3);
	expect_report(judge_one({.isolation = 2}, window), CheckReport::fail, 3,
		      "Spin worker 1 (pid 101) was on a CPU outside its cpuset 2 times of 9, and 1 "
		      "other");
	expect_no_data(judge_one({.isolation = 0}, test_window({test_worker(0)})),
		       "no worker looked");
}

TEST(Throughput, OfAllTogether)
{
	/* 20 iterations in 0.2 s, then 12 in 0.1 s, which is better. */
	Window slow = test_window({test_worker(0), test_worker(1)});
	Window fast = test_window({test_worker(0)}, "step 3");

	fast.workers[0].iterations = 12;
	Measurements both = measured({fast, slow});
	expect_report(judge_one({.iterations_per_s = 100}, both), CheckReport::pass, 100);
	CheckReport report = judge_one({.iterations_per_s = 101}, both);
	expect_report(report, CheckReport::fail, 100,
		      "2 workers ran 20 iterations in 200 ms of CPU time");
	EXPECT_STREQ(report.name, "throughput");
	EXPECT_STREQ(report.unit, "1/s");
	slow.workers[0].cpu_ns = slow.workers[1].cpu_ns = 0;
	expect_no_data(judge_one({.iterations_per_s = 1}, slow), "no worker had CPU time");
}

TEST(RunDelay, OfAllTogether)
{
	Window window = two_workers([](auto &first, auto &second) {
		first.run_delay_ns = 50 * kTestMs;
		second.run_delay_ns = 10 * kTestMs;
	});

	expect_report(judge_one({.run_delay_percent = 30}, window), CheckReport::pass, 30);
	expect_report(judge_one({.run_delay_percent = 29}, window), CheckReport::fail, 30,
		      "2 workers waited 60 ms on runqueues for 200 ms of CPU time");
	window.workers[1].run_delay_ns.reset();
	expect_report(judge_one({.run_delay_percent = 30}, window), CheckReport::fail, 50,
		      "1 worker waited");
	window.workers[0].cpu_ns = 0;
	expect_no_data(judge_one({.run_delay_percent = 30}, window), "schedstat");
}

TEST(Migrations, OfTheWorstWorker)
{
	Window window = two_workers([](auto &first, auto &second) {
		first.migrations = 5;
		second.migrations = 900;
		second.cpu_ns = 10 * kTestMs - 1;
	});

	expect_report(judge_one({.migrations_per_s = 50}, window), CheckReport::pass, 50);
	expect_report(judge_one({.migrations_per_s = 49}, window), CheckReport::fail, 50,
		      "Spin worker 0 (pid 100) migrated 5 times in 100 ms of CPU time");
	window.workers[0].migrations.reset();
	expect_no_data(judge_one({.migrations_per_s = 50}, window), "10 ms of CPU time");
}

TEST(LocalPages, OfTheWorstWorker)
{
	Window window = two_workers([](auto &first, auto &second) {
		first.pages = 40;
		first.local_pages = 10;
		second.pages = 40;
		second.local_pages = 41;
	});

	expect_report(judge_one({.local_pages_percent = 25}, window), CheckReport::pass, 25);
	expect_report(judge_one({.local_pages_percent = 26}, window), CheckReport::fail, 25,
		      "Spin worker 0 (pid 100) had 10 of 40 pages on its own node");
	window.workers[0].pages = 0;
	expect_report(judge_one({.local_pages_percent = 100}, window), CheckReport::pass, 100);
	window.workers[1].local_pages.reset();
	expect_no_data(judge_one({.local_pages_percent = 1}, window), "no worker had memory");
}

TEST(Workers, OfTheRunnersCgroup)
{
	Window window = two_workers([](auto &first, auto &) {
		first.cgroup = "";
		first.iterations = 0;
	});

	expect_report(judge_one({.starved = 0}, window), CheckReport::fail, 1,
		      "the runner's cgroup, Spin worker 0 (pid 100)");
}

} /* namespace */
} /* namespace ktstr */
