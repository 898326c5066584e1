/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/judge/test_measurements.h"

namespace ktstr {
namespace {

/* A worker with samples of 1, 2, ... us, each for one wake. */
WorkerMeasurement waker(uint32_t samples)
{
	WorkerMeasurement worker = test_worker(0);

	for (uint32_t i = samples; i > 0; i--)
		worker.wake_ns.push_back(1000 * i);
	worker.wakes = samples;
	return worker;
}

/* The interval of the median of 20 samples is from the 6th to the 15th. */
TEST(Wakes, TheMedianFailsWhereItIsShownToBeAbove)
{
	Window window = test_window({waker(20)});

	CheckReport report = judge_one({.wake_p50_us = 5.9}, window);
	expect_report(report, CheckReport::fail, 10,
		      "50 % of the wakes of 1 worker took at most 10 us, with 95 % confidence 6 us "
		      "to 15 us, "
		      "from 20 effective samples");
	EXPECT_STREQ(report.name, "wake-p50");
	EXPECT_STREQ(report.unit, "us");
	expect_report(judge_one({.wake_p50_us = 6}, window), CheckReport::pass, 10);
	expect_report(judge_one({.wake_p50_us = 10}, window), CheckReport::pass, 10);
}

TEST(Wakes, TheTailFailsWhereItIsShownToBeAbove)
{
	Window window = test_window({waker(300)});

	CheckReport report = judge_one({.wake_p99_us = 292.5}, window);
	expect_report(report, CheckReport::fail, 297, "293 us to no upper end");
	EXPECT_STREQ(report.name, "wake-p99");
	expect_report(judge_one({.wake_p99_us = 293}, window), CheckReport::pass, 297);
}

TEST(Wakes, NeedSamples)
{
	expect_no_data(judge_one({.wake_p50_us = 1}, test_window({waker(19)})),
		       "the most in one was 19");
	expect_no_data(judge_one({.wake_p99_us = 1}, test_window({waker(299)})),
		       "300 effective samples");
	expect_no_data(judge_one({.wake_p50_us = 1}, test_window({test_worker(0)})),
		       "the most in one was 0");
	/* Samples of different windows do not add up. */
	Measurements two = measured({test_window({waker(19)}), test_window({waker(19)})});
	expect_no_data(judge_one({.wake_p50_us = 1}, two), "no window had 20");
}

/* 40 samples for 4000 wakes at 1000 us, and 40 for 40 at 1 us: the former dominate. */
TEST(Wakes, ASampleStandsForItsShare)
{
	WorkerMeasurement busy = test_worker(0);
	WorkerMeasurement rare = test_worker(1);

	busy.wakes = 4000;
	busy.wake_ns.assign(40, 1000 * 1000);
	rare.wakes = 40;
	rare.wake_ns.assign(40, 1000);
	Window window = test_window({rare, busy});
	/* 4040^2 / (40 * 100^2 + 40) */
	expect_report(judge_one({.wake_p50_us = 999}, window), CheckReport::fail, 1000,
		      "from 40.8 effective samples");
	std::swap(window.workers[0].wakes, window.workers[1].wakes);
	expect_report(judge_one({.wake_p50_us = 999}, window), CheckReport::pass, 1);
}

TEST(Wakes, TheWindowThatIsShownToBeWorst)
{
	Window sure = test_window({waker(100)});
	Window high = test_window({waker(20)}, "step 1");

	/* 20 samples with an uncertain, high median: many are low. */
	for (size_t i = 0; i < 11; i++)
		high.workers[0].wake_ns[i] = 1000 * 1000;
	for (size_t i = 11; i < 20; i++)
		high.workers[0].wake_ns[i] = 1000;
	CheckReport report = judge_one({.wake_p50_us = 20}, measured({high, sure}));
	expect_report(report, CheckReport::fail, 50, "from 100 effective samples");
}

} /* namespace */
} /* namespace ktstr */
