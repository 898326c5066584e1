/* SPDX-License-Identifier: GPL-2.0 */
#include "init/work/model_work.h"

#include "init/work/test_threads.h"
#include "init/work/test_workers.h"

namespace ktstr {
namespace {

constexpr uint64_t kRounds = 20;

TEST(ModelWork, SchbenchWakesItsWorkersAndThinks)
{
	uint64_t begin = work_clock_ns();
	TestWorkers workers(Schbench{.message_threads = 2,
				     .workers = 3,
				     .cache_kib = 8,
				     .operations = 2,
				     .think_us = 1000});

	ASSERT_TRUE(workers.wait_for_iterations(kRounds));
	/* Each worker is woken for its request, then sleeps to think: two sleeps per round. */
	ASSERT_TRUE(workers.wait_until(
		[&] { return workers.report().wakes.load() >= 6 * kRounds / 2; }));
	EXPECT_EQ(threads_of(workers.pid()).size(), 8u);
	EXPECT_TRUE(workers.wait_until([&] { return sleepers_of(workers.pid(), kRounds) == 8; }));
	EXPECT_GT(workers.report().wake_longest_ns.load(), 0u);
	EXPECT_LE(workers.report().wake_longest_ns.load(), work_clock_ns() - begin);
	uint64_t iterations = workers.iterations();
	EXPECT_LE((iterations - 1) * 1000000, work_clock_ns() - begin);
}

TEST(ModelWork, SchbenchMultiplies)
{
	TestWorkers workers(Schbench{.message_threads = 1,
				     .workers = 1,
				     .cache_kib = 64,
				     .operations = 4,
				     .think_us = 1});

	/* The worker is the first thread and uses the CPU time. */
	ASSERT_TRUE(workers.wait_until([&] { return cpu_ns_of(workers.pid()) >= 20000000; }));
	EXPECT_GT(workers.iterations(), 0u);
	for (pid_t thread : threads_of(workers.pid())) {
		if (thread != workers.pid()) {
			EXPECT_LT(cpu_ns_of(thread), cpu_ns_of(workers.pid()));
		}
	}
}

TEST(ModelWork, TaobenchWithoutHitsAsksTheSlowThreads)
{
	uint64_t begin = work_clock_ns();
	TestWorkers workers(
		Taobench{.clients = 2, .fast = 1, .slow = 1, .hit_percent = 0, .miss_us = 1000});

	ASSERT_TRUE(workers.wait_for_iterations(kRounds));
	EXPECT_EQ(threads_of(workers.pid()).size(), 4u);
	/* Every answer was a miss. */
	uint64_t iterations = workers.iterations();
	EXPECT_LE(iterations * 1000000, work_clock_ns() - begin);
	EXPECT_TRUE(
		workers.wait_until([&] { return workers.report().wakes.load() >= 2 * kRounds; }));
}

TEST(ModelWork, TaobenchThatAlwaysHitsNeedsNoSlowThread)
{
	TestWorkers workers(Taobench{
		.clients = 2, .fast = 1, .slow = 1, .hit_percent = 100, .miss_us = 10000000});

	/* A single miss would take 10 s. */
	ASSERT_TRUE(workers.wait_for_iterations(kRounds));
	EXPECT_TRUE(workers.wait_until([&] { return sleepers_of(workers.pid(), kRounds) >= 2; }));
	EXPECT_LT(sleepers_of(workers.pid(), kRounds), 4u);
}

TEST(ModelWork, TaobenchWithSomeHitsHasBothKindsOfAnswers)
{
	TestWorkers workers(
		Taobench{.clients = 2, .fast = 2, .slow = 1, .hit_percent = 60, .miss_us = 100});

	ASSERT_TRUE(workers.wait_for_iterations(kRounds));
	/* The slow thread sleeps, too. */
	EXPECT_TRUE(workers.wait_until([&] { return sleepers_of(workers.pid(), 5) == 5; }));
}

} /* namespace */
} /* namespace ktstr */
