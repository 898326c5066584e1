/* SPDX-License-Identifier: GPL-2.0 */
#include "init/work/rt_work.h"

#include "init/work/test_child.h"
#include "init/work/test_realtime.h"
#include "init/work/test_threads.h"

namespace ktstr {
namespace {

TEST(RtWork, WithoutTheRightToFifoTheWorkerSaysSo)
{
	in_child([] {
		constexpr uid_t kNobody = 65534;
		struct rlimit none = {};

		ASSERT_EQ(setrlimit(RLIMIT_RTPRIO, &none), 0);
		ASSERT_TRUE(geteuid() != 0 || setuid(kNobody) == 0);
		expect_refusal(PreemptStorm{});
		expect_refusal(RtStarvation{});
		expect_refusal(PriorityInversion{});
	});
}

TEST(RtWork, PreemptStormHasOneFifoThread)
{
	PreemptStorm work{.threads = 2, .rt_burst_us = 100, .rt_period_us = 2000};
	if (!realtime_is_allowed())
		return expect_refusal(work);
	uint64_t begin = work_clock_ns();
	TestWorkers workers(work);

	ASSERT_TRUE(workers.wait_for_iterations(20));
	uint64_t iterations = workers.iterations();
	EXPECT_LE(iterations * 2000000, work_clock_ns() - begin);
	EXPECT_GE(workers.report().wakes.load(), iterations);
	EXPECT_GT(workers.report().wake_longest_ns.load(), 0u);
	EXPECT_EQ(threads_of(workers.pid()).size(), 3u);
	EXPECT_EQ(threads_with(workers.pid(), SCHED_FIFO, 1), 1u);
	EXPECT_EQ(threads_with(workers.pid(), SCHED_OTHER, 0), 2u);
	/* The others never sleep, so it has preempted them. */
	EXPECT_EQ(sleepers_of(workers.pid(), 19), 1u);
	EXPECT_TRUE(workers.wait_until([&] { return workers.cpu_seconds() >= 0.04; }));
}

TEST(RtWork, RtStarvationLeavesLittleForTheOthers)
{
	RtStarvation work{.rt_threads = 1, .threads = 1, .rt_priority = 7};
	if (!realtime_is_allowed())
		return expect_refusal(work);
	OnOneCpu one_cpu;
	TestWorkers workers(work);
	one_cpu.release();

	/* The normal thread makes progress while the FIFO thread sleeps. */
	ASSERT_TRUE(workers.wait_for_iterations(2));
	EXPECT_TRUE(workers.wait_until(
		[&] { return threads_with(workers.pid(), SCHED_FIFO, 7) == 1; }));
	/* CPU time of each from now on. */
	std::vector<pid_t> threads = threads_of(workers.pid());
	ASSERT_EQ(threads.size(), 2u);
	pid_t starved = workers.pid(), fifo = threads[threads[0] == starved];
	uint64_t starved_before = cpu_ns_of(starved), fifo_before = cpu_ns_of(fifo);
	ASSERT_TRUE(workers.wait_until([&] { return cpu_ns_of(fifo) - fifo_before >= 150000000; }));
	EXPECT_LT(cpu_ns_of(starved) - starved_before, (cpu_ns_of(fifo) - fifo_before) / 2);
	/* It sleeps once per 100 ms. */
	EXPECT_GE(sleeps_of(fifo), 1u);
}

} /* namespace */
} /* namespace ktstr */
