/* SPDX-License-Identifier: GPL-2.0 */
#include "init/work/lock_work.h"

#include <algorithm>

#include "init/work/test_realtime.h"
#include "init/work/test_threads.h"

namespace ktstr {
namespace {

constexpr uint64_t kRounds = 20;

TEST(LockWork, MutexContentionMakesThreadsSleep)
{
	uint64_t begin = work_clock_ns();
	TestWorkers workers(MutexContention{.threads = 3, .hold_us = 500, .outside_us = 20});

	ASSERT_TRUE(workers.wait_for_iterations(3));
	ASSERT_TRUE(workers.wait_until([&] { return workers.report().wakes.load() >= kRounds; }));
	EXPECT_EQ(threads_of(workers.pid()).size(), 3u);
	EXPECT_TRUE(workers.wait_until([&] { return sleepers_of(workers.pid(), 3) == 3; }));
	EXPECT_GT(workers.report().wake_longest_ns.load(), 0u);
	/* Each of the leader's rounds is one hold of the mutex. */
	uint64_t iterations = workers.iterations();
	EXPECT_LE(iterations * 520000, work_clock_ns() - begin);
}

/*
 * The shortest time in which the high thread got the mutex, beside one low and two middle threads.
 */
uint64_t shortest_inversion_ns(bool inheritance, uint32_t hold_us)
{
	OnOneCpu one_cpu;
	TestWorkers workers(PriorityInversion{
		.low = 1, .middle = 2, .high = 1, .hold_us = hold_us, .inheritance = inheritance});
	uint64_t shortest = UINT64_MAX;
	constexpr uint64_t kInversions = 5;

	one_cpu.release();
	if (!workers.wait_for_iterations(kInversions))
		return 0;
	EXPECT_EQ(threads_of(workers.pid()).size(), 4u);
	EXPECT_EQ(threads_with(workers.pid(), SCHED_FIFO, 2), 2u);
	EXPECT_EQ(threads_with(workers.pid(), SCHED_FIFO, 3), 1u);
	EXPECT_GE(workers.report().wakes.load(), kInversions);
	for (uint64_t i = 0; i < kInversions; i++)
		shortest = std::min<uint64_t>(shortest, workers.report().wake_ns[i].load());
	return shortest;
}

TEST(LockWork, PriorityInversionIsOneOnlyWithoutInheritance)
{
	constexpr uint32_t kHoldUs = 2000;
	constexpr uint64_t kMiddleNs = uint64_t(kMiddleHolds) * kHoldUs * 1000;

	if (!realtime_is_allowed())
		return expect_refusal(PriorityInversion{});
	/* On one CPU, the middle ones run before the low one can release the mutex. */
	EXPECT_GE(shortest_inversion_ns(false, kHoldUs), kMiddleNs);
	/* With inheritance the low one runs first; others may take its CPU once, but not always. */
	EXPECT_LT(shortest_inversion_ns(true, kHoldUs), kMiddleNs);
}

TEST(LockWork, PriorityInversionWithManyOfEachGoesOn)
{
	for (bool inheritance : {false, true}) {
		PriorityInversion work{.low = 3,
				       .middle = 1,
				       .high = 3,
				       .hold_us = 100,
				       .inheritance = inheritance};

		if (!realtime_is_allowed())
			return expect_refusal(work);
		TestWorkers workers(work);
		ASSERT_TRUE(workers.wait_for_iterations(10));
		/* Each high thread gives a sample per round. */
		EXPECT_GE(workers.report().wakes.load(), 30u);
		EXPECT_EQ(threads_of(workers.pid()).size(), 7u);
	}
}

TEST(LockWork, ProducersThatAreMoreWaitForRoom)
{
	uint64_t begin = work_clock_ns();
	TestWorkers workers(ProducerConsumerImbalance{
		.producers = 3, .consumers = 1, .produce_us = 20, .consume_us = 200, .depth = 4});

	ASSERT_TRUE(workers.wait_for_iterations(kRounds));
	ASSERT_TRUE(workers.wait_until([&] { return workers.report().wakes.load() >= kRounds; }));
	EXPECT_EQ(threads_of(workers.pid()).size(), 4u);
	EXPECT_TRUE(workers.wait_until([&] { return sleepers_of(workers.pid(), 5) >= 3; }));
	uint64_t iterations = workers.iterations();
	EXPECT_LE(iterations * 200000, work_clock_ns() - begin);
}

TEST(LockWork, ConsumersThatAreMoreWaitForItems)
{
	TestWorkers workers(ProducerConsumerImbalance{
		.producers = 1, .consumers = 3, .produce_us = 200, .consume_us = 20, .depth = 4});

	ASSERT_TRUE(workers.wait_for_iterations(kRounds));
	EXPECT_TRUE(workers.wait_until([&] { return sleepers_of(workers.pid(), 5) >= 3; }));
	EXPECT_TRUE(workers.wait_until([&] { return workers.report().wakes.load() >= kRounds; }));
}

} /* namespace */
} /* namespace ktstr */
