/* SPDX-License-Identifier: GPL-2.0 */
/*
 * FutexMutex: a mutex between the threads of one worker, with the wake latency of those that had to
 * wait. After Drepper, "Futexes Are Tricky" (2011), the third of its mutexes: a futex that is not
 * waited for is taken and given back without a system call, and whoever comes first takes it.
 * No owner, no recursion.
 */
#pragma once

#include "init/work/futex.h"
#include "init/work/worker.h"

namespace ktstr {

class FutexMutex {
public:
	/** Each time that it is woken is a sample of @worker's, if there is one. */
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
	std::atomic<uint64_t> woken_ns_ = 0; /* by the last unlock() */
};

} /* namespace ktstr */
