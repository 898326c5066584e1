/* SPDX-License-Identifier: GPL-2.0 */
#include "init/work/event_work.h"

#include "init/work/test_child.h"
#include "init/work/test_threads.h"
#include "init/work/test_workers.h"

namespace ktstr {
namespace {

constexpr uint64_t kRounds = 20;

bool wait_for_wakes(TestWorkers &workers, uint64_t wakes)
{
	return workers.wait_until([&] { return workers.report().wakes.load() >= wakes; });
}

TEST(EventWork, EpollStormWakesConsumersForItsEvents)
{
	uint64_t begin = work_clock_ns();
	TestWorkers workers(EpollStorm{.producers = 2, .consumers = 3, .burst = 8});

	/* An iteration is a burst that was taken completely, so consumers have run. */
	ASSERT_TRUE(workers.wait_for_iterations(kRounds));
	ASSERT_TRUE(wait_for_wakes(workers, kRounds));
	EXPECT_EQ(threads_of(workers.pid()).size(), 5u);
	EXPECT_TRUE(workers.wait_until([&] { return sleepers_of(workers.pid(), kRounds) >= 4; }));
	EXPECT_GT(workers.report().wake_longest_ns.load(), 0u);
	EXPECT_LE(workers.report().wake_longest_ns.load(), work_clock_ns() - begin);
}

TEST(EventWork, EpollStormWithMoreOfThemThanEpollGivesAtOnce)
{
	TestWorkers workers(EpollStorm{.producers = 20, .consumers = 1, .burst = 3});

	EXPECT_TRUE(workers.wait_for_iterations(kRounds));
}

TEST(EventWork, SignalStormSendsBothWays)
{
	uint64_t begin = work_clock_ns();
	TestWorkers workers(SignalStorm{.signals = 5, .burst_us = 50});

	/* Neither thread goes on without the other's signals. */
	ASSERT_TRUE(workers.wait_for_iterations(kRounds));
	ASSERT_TRUE(wait_for_wakes(workers, 3));
	EXPECT_EQ(threads_of(workers.pid()).size(), 2u);
	for (pid_t thread : threads_of(workers.pid()))
		EXPECT_GT(cpu_ns_of(thread), 0u);
	EXPECT_LE(workers.report().wake_longest_ns.load(), work_clock_ns() - begin);
}

TEST(EventWork, SignalStormOutlivesAFullQueueOfSignals)
{
	/*
	 * The limit covers a user's signals and timers in all processes, so use a user of its own.
	 */
	in_child([] {
		struct rlimit few = {};

		few.rlim_cur = few.rlim_max = 4;
		if (!unshare_or_fail(CLONE_NEWUSER))
			return;
		ASSERT_EQ(setrlimit(RLIMIT_SIGPENDING, &few), 0);
		TestWorkers workers(SignalStorm{.signals = 64, .burst_us = 10});
		EXPECT_TRUE(workers.wait_for_iterations(3));
	});
}

TEST(EventWork, TimerLatencySamplesEachPeriod)
{
	uint64_t begin = work_clock_ns();
	TestWorkers workers(TimerLatency{.period_us = 2000});

	ASSERT_TRUE(workers.wait_for_iterations(kRounds));
	uint64_t iterations = workers.iterations();
	EXPECT_LE(iterations * 2000000, work_clock_ns() - begin);
	EXPECT_GE(workers.report().wakes.load(), iterations);
	EXPECT_GT(workers.report().wake_longest_ns.load(), 0u);
	EXPECT_GE(sleeps_of(workers.pid()), kRounds);
	std::string slack = read_line("/proc/" + std::to_string(workers.pid()) + "/timerslack_ns");
	EXPECT_EQ(slack, "1");
}

} /* namespace */
} /* namespace ktstr */
