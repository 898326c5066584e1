/* SPDX-License-Identifier: GPL-2.0 */
#include "init/work/wake_work.h"

#include "init/work/test_threads.h"
#include "init/work/test_workers.h"

namespace ktstr {
namespace {

constexpr uint64_t kRounds = 20;

/* All threads go to sleep about once in each of that many rounds. */
void expect_all_sleep(TestWorkers &workers, unsigned threads)
{
	ASSERT_TRUE(workers.wait_for_iterations(kRounds));
	EXPECT_EQ(threads_of(workers.pid()).size(), threads);
	EXPECT_TRUE(workers.wait_until(
		[&] { return sleepers_of(workers.pid(), kRounds / 2) == threads; }));
}

/* Wakeups are measured, and none takes longer than the test did. */
void expect_wakes(TestWorkers &workers, uint64_t wakes, uint64_t begin_ns)
{
	ASSERT_TRUE(workers.wait_until([&] { return workers.report().wakes.load() >= wakes; }));
	EXPECT_GT(workers.report().wake_longest_ns.load(), 0u);
	EXPECT_LE(workers.report().wake_longest_ns.load(), work_clock_ns() - begin_ns);
}

TEST(WakeWork, FutexPingPongHasTwoThreadsThatWaitForEachOther)
{
	uint64_t begin = work_clock_ns();
	TestWorkers workers(FutexPingPong{.burst_us = 100});

	expect_all_sleep(workers, 2);
	/*
	 * Each round wakes both threads; in the first few rounds the other one may not be asleep
	 * yet.
	 */
	expect_wakes(workers, kRounds, begin);
	/* A round is two bursts, one after the other. */
	uint64_t iterations = workers.iterations();
	EXPECT_LE(iterations * 2 * 100000, work_clock_ns() - begin);
}

TEST(WakeWork, FutexFanOutWakesEveryWaiterInEachRound)
{
	uint64_t begin = work_clock_ns();
	TestWorkers workers(FutexFanOut{.waiters = 3, .burst_us = 200});

	expect_all_sleep(workers, 4);
	expect_wakes(workers, 3 * kRounds, begin);
	EXPECT_EQ(workers.report().tells_gaps.load(), 1u);
}

TEST(WakeWork, FanOutComputeMultiplies)
{
	uint64_t begin = work_clock_ns();
	TestWorkers workers(FanOutCompute{.waiters = 2, .cache_kib = 16, .operations = 8});

	expect_all_sleep(workers, 3);
	expect_wakes(workers, 2 * kRounds, begin);
	EXPECT_TRUE(workers.wait_until([&] { return workers.cpu_seconds() > 0.02; }));
	EXPECT_EQ(workers.report().tells_gaps.load(), 0u);
}

void expect_chain(WakeChain::Wake wake)
{
	uint64_t begin = work_clock_ns();
	TestWorkers workers(WakeChain{.depth = 5, .wake = wake, .burst_us = 100});

	expect_all_sleep(workers, 5);
	expect_wakes(workers, 5 * kRounds, begin);
	/* One thread after the other. */
	uint64_t iterations = workers.iterations();
	EXPECT_LE(iterations * 5 * 100000, work_clock_ns() - begin);
}

TEST(WakeWork, WakeChainGoesRoundByFutex)
{
	expect_chain(WakeChain::Wake::futex);
}

TEST(WakeWork, WakeChainGoesRoundByPipe)
{
	expect_chain(WakeChain::Wake::pipe);
}

TEST(WakeWork, AsymmetricWakerHasTheLoadOnItsSide)
{
	uint64_t begin = work_clock_ns();
	TestWorkers workers(
		AsymmetricWaker{.sleepers = 2, .waker_burst_us = 1000, .sleeper_burst_us = 1});

	ASSERT_TRUE(workers.wait_for_iterations(kRounds));
	expect_wakes(workers, kRounds / 2, begin);
	/* The waker is the first thread, and never sleeps for others. */
	EXPECT_LT(sleeps_of(workers.pid()), kRounds / 2);
	unsigned sleepers = 0;
	for (pid_t thread : threads_of(workers.pid())) {
		if (thread == workers.pid())
			continue;
		sleepers++;
		EXPECT_LT(2 * cpu_ns_of(thread), cpu_ns_of(workers.pid()));
	}
	EXPECT_EQ(sleepers, 2u);
}

TEST(WakeWork, ThunderingHerdWakesAllOncePerPeriod)
{
	uint64_t begin = work_clock_ns();
	TestWorkers workers(ThunderingHerd{.waiters = 6, .period_ms = 3});

	expect_all_sleep(workers, 7);
	expect_wakes(workers, 6 * kRounds, begin);
	uint64_t iterations = workers.iterations();
	EXPECT_LE(iterations * 3, (work_clock_ns() - begin) / 1000000);
}

} /* namespace */
} /* namespace ktstr */
