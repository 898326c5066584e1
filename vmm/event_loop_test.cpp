/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/event_loop.h"

#include <gtest/gtest.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

#include <atomic>
#include <latch>
#include <thread>

namespace ktstr {

TEST(EventLoop, CallsBackOnItsOwnThread)
{
	auto loop = EventLoop::create().value();
	UniqueFd event(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
	std::latch called(1);
	std::thread::id where;
	ASSERT_TRUE(loop->add(event, EPOLLIN, [&](uint32_t events) {
				eventfd_t value;
				eventfd_read(event.get(), &value);
				EXPECT_TRUE(events & EPOLLIN);
				where = std::this_thread::get_id();
				called.count_down();
			}).ok());
	ASSERT_TRUE(loop->start().ok());
	eventfd_write(event.get(), 1);
	called.wait();
	EXPECT_NE(where, std::this_thread::get_id());
}

TEST(EventLoop, FinishesPostedWorkWhenStopped)
{
	auto loop = EventLoop::create().value();
	ASSERT_TRUE(loop->start().ok());
	std::atomic<int> done = 0;
	for (int i = 0; i < 100; i++)
		loop->post([&] { done++; });
	loop->stop();
	EXPECT_EQ(done, 100);
	loop->stop();
}

TEST(EventLoop, HandlesWhatWasReadyWhenStopped)
{
	auto loop = EventLoop::create().value();
	UniqueFd event(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
	std::atomic<bool> seen = false;
	ASSERT_TRUE(loop->add(event, EPOLLIN, [&](uint32_t) {
				eventfd_t value;
				eventfd_read(event.get(), &value);
				seen = true;
			}).ok());
	ASSERT_TRUE(loop->start().ok());
	eventfd_write(event.get(), 1);
	loop->stop();
	EXPECT_TRUE(seen);
}

TEST(EventLoop, RefusesWhatCannotBePolled)
{
	auto loop = EventLoop::create().value();
	EXPECT_FALSE(loop->add(UniqueFd(), EPOLLIN, [](uint32_t) {}).ok());
}

} /* namespace ktstr */
