/* SPDX-License-Identifier: GPL-2.0 */
#include "init/work/bounded_queue.h"

#include <gtest/gtest.h>

#include <thread>

namespace ktstr {
namespace {

class BoundedQueueTest : public testing::Test {
protected:
	void SetUp() override
	{
		Result<std::unique_ptr<TeamWork>> team = TeamWork::create(Spin{}, 1, 1, {});

		ASSERT_TRUE(team.ok());
		team_ = std::move(team).value();
	}

	std::unique_ptr<TeamWork> team_;
};

TEST_F(BoundedQueueTest, IsFirstInFirstOut)
{
	BoundedQueue<int> queue(2);
	Worker worker(*team_, 0);
	OwnDoorbell bell;

	queue.push(worker, bell, 1);
	queue.push(worker, bell, 2);
	EXPECT_EQ(queue.pop(worker, bell), 1);
	EXPECT_EQ(queue.pop(worker, bell), 2);
	EXPECT_EQ(worker.report().wakes.load(), 0u);
}

TEST_F(BoundedQueueTest, EveryItemArrivesOnceThoughItIsFullOrEmptyMostOfTheTime)
{
	constexpr unsigned kSides = 3, kItems = 2000;
	BoundedQueue<unsigned> queue(1);
	std::vector<std::thread> threads;
	std::atomic<uint64_t> sum = 0;

	for (unsigned side = 0; side < kSides; side++) {
		threads.emplace_back([&, side] {
			Worker worker(*team_, 0, 2 * side);
			OwnDoorbell bell;

			for (unsigned i = 0; i < kItems; i++)
				queue.push(worker, bell, side * kItems + i);
		});
		threads.emplace_back([&, side] {
			Worker worker(*team_, 0, 2 * side + 1);
			OwnDoorbell bell;

			for (unsigned i = 0; i < kItems; i++)
				sum += queue.pop(worker, bell);
		});
	}
	for (std::thread &thread : threads)
		thread.join();
	uint64_t all = uint64_t(kSides) * kItems;
	EXPECT_EQ(sum.load(), all * (all - 1) / 2);
}

} /* namespace */
} /* namespace ktstr */
