/* SPDX-License-Identifier: GPL-2.0 */
/*
 * FutexMutex: a mutex between the threads of one worker, which samples the wake latency of those
 * that had to wait. It is the third mutex of Drepper, "Futexes Are Tricky" (2011): without waiters
 * it is locked and unlocked without a system call, and whoever comes first gets it. No owner, no
 * recursion.
 */
#pragma once

#include "init/work/futex.h"
#include "init/work/worker.h"

namespace ktstr {

class FutexMutex {
public:
	/** Each wakeup is a sample of @worker, if given. */
	void lock(Worker *worker = nullptr)
	{
		uint32_t state = kFree;

		if (word_.compare_exchange_strong(state, kTaken, std::memory_order_acquire))
			return;
		while (word_.exchange(kWaitedFor, std::memory_order_acquire) != kFree) {
			if (futex_wait_private(&word_, kWaitedFor) && worker)
				worker->woke(woken_ns_.load(std::memory_order_relaxed));
		}
	}

	void unlock()
	{
		woken_ns_.store(work_clock_ns(), std::memory_order_relaxed);
		if (word_.exchange(kFree, std::memory_order_release) == kWaitedFor)
			futex_wake_private(&word_, 1);
	}

private:
	static constexpr uint32_t kFree = 0, kTaken = 1, kWaitedFor = 2;

	std::atomic<uint32_t> word_ = kFree;
	std::atomic<uint64_t> woken_ns_ = 0; /* time of the last unlock() */
};

} /* namespace ktstr */
