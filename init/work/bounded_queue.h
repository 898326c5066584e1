/* SPDX-License-Identifier: GPL-2.0 */
/*
 * BoundedQueue: what threads of one worker hand to others, first in, first out. A thread that finds
 * it full or empty sleeps, and samples how long its wakeup took. Each thread waits on a doorbell of
 * its own, so that no other wakeup overwrites its time. Shared by these threads, and lives as long
 * as they do.
 */
#pragma once

#include <deque>
#include <utility>

#include "init/work/doorbell.h"
#include "init/work/futex_mutex.h"

namespace ktstr {

template <typename Item>
class BoundedQueue {
public:
	explicit BoundedQueue(size_t depth) : depth_(depth) {}

	/** @bell belongs to the calling thread, which uses it for nothing else meanwhile. */
	void push(Worker &worker, OwnDoorbell &bell, Item item)
	{
		mutex_.lock();
		while (items_.size() >= depth_)
			wait(worker, bell, for_room_);
		items_.push_back(std::move(item));
		unlock_and_wake_one(for_items_);
	}

	Item pop(Worker &worker, OwnDoorbell &bell)
	{
		mutex_.lock();
		while (items_.empty())
			wait(worker, bell, for_items_);
		Item item = std::move(items_.front());
		items_.pop_front();
		unlock_and_wake_one(for_room_);
		return item;
	}

private:
	void wait(Worker &worker, OwnDoorbell &bell, std::deque<OwnDoorbell *> &sleepers)
	{
		sleepers.push_back(&bell);
		mutex_.unlock();
		bell.wait(worker);
		mutex_.lock();
	}

	void unlock_and_wake_one(std::deque<OwnDoorbell *> &sleepers)
	{
		OwnDoorbell *first = nullptr;

		if (!sleepers.empty()) {
			first = sleepers.front();
			sleepers.pop_front();
		}
		mutex_.unlock();
		if (first)
			first->ring();
	}

	size_t depth_;
	FutexMutex mutex_; /* protects everything below */
	std::deque<Item> items_;
	std::deque<OwnDoorbell *> for_room_;
	std::deque<OwnDoorbell *> for_items_;
};

} /* namespace ktstr */
