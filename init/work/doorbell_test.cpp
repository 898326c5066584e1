/* SPDX-License-Identifier: GPL-2.0 */
#include "init/work/doorbell.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "init/work/futex_mutex.h"
#include "init/work/period.h"

namespace ktstr {
namespace {

TEST(Doorbell, ARingBeforeTheWaitIsSeenWithoutSleep)
{
	Doorbell bell;
	uint32_t seen = 0;

	bell.ring();
	EXPECT_FALSE(bell.wait(seen));
	EXPECT_EQ(seen, 1u);
}

TEST(Doorbell, WakesAllThatWait)
{
	Result<std::unique_ptr<TeamWork>> team = TeamWork::create(Spin{}, 1, 1, {});
	ASSERT_TRUE(team.ok());
	Doorbell bell;
	std::atomic<unsigned> woken = 0;
	std::vector<std::thread> threads;

	for (unsigned i = 0; i < 3; i++) {
		threads.emplace_back([&, i] {
			Worker worker(*team.value(), 0, i);
			uint32_t seen = 0;

			bell.wait(worker, seen);
			woken++;
		});
	}
	bell.ring();
	for (std::thread &thread : threads)
		thread.join();
	EXPECT_EQ(woken.load(), 3u);
	/* Only threads that slept give samples. */
	EXPECT_LE(team.value()->report(0).wakes.load(), 3u);
}

TEST(FutexMutex, LetsOneInAtATime)
{
	constexpr unsigned kThreads = 4, kRounds = 5000;
	FutexMutex mutex;
	unsigned value = 0; /* not atomic: the mutex protects it */
	std::vector<std::thread> threads;

	for (unsigned i = 0; i < kThreads; i++) {
		threads.emplace_back([&] {
			for (unsigned round = 0; round < kRounds; round++) {
				mutex.lock();
				value++;
				mutex.unlock();
			}
		});
	}
	for (std::thread &thread : threads)
		thread.join();
	EXPECT_EQ(value, kThreads * kRounds);
}

TEST(Period, LeavesOutWhatWasMissed)
{
	uint64_t begin = work_clock_ns();
	Period period(1000000);
	uint64_t first = period.sleep();

	EXPECT_GE(first, begin + 1000000);
	EXPECT_GE(work_clock_ns(), first);
	while (work_clock_ns() < first + 5000000)
		;
	uint64_t second = period.sleep();
	EXPECT_GE(second, first + 6000000);
	EXPECT_EQ((second - first) % 1000000, 0u);
}

} /* namespace */
} /* namespace ktstr */
