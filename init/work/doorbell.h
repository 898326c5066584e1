/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Doorbell: lets threads of one worker wake each other and sample the latency. A futex counts the
 * rings, and the time of the last one is kept. Shared by all of the threads; lives as long as they
 * do. A ring overwrites the time of the one before: for true latencies, ring again only once all
 * waiters have been seen to run.
 */
#pragma once

#include <climits>

#include "init/work/futex.h"
#include "init/work/worker.h"

namespace ktstr {

class Doorbell {
public:
	/** Wakes up to @sleepers of the waiters; all of them see the ring. */
	void ring(int sleepers = INT_MAX)
	{
		rung_ns_.store(work_clock_ns(), std::memory_order_relaxed);
		count_.fetch_add(1, std::memory_order_release);
		futex_wake_private(&count_, sleepers);
	}

	/**
	 * Sleeps until there is a ring later than @seen, and updates @seen to it. True if it slept.
	 */
	bool wait(uint32_t &seen)
	{
		uint32_t count;
		bool slept = false;

		while ((count = count_.load(std::memory_order_acquire)) == seen)
			slept |= futex_wait_private(&count_, seen);
		seen = count;
		return slept;
	}

	/** As wait(), with a sample of wake latency if it slept. */
	void wait(Worker &worker, uint32_t &seen)
	{
		if (wait(seen))
			worker.woke(rung_ns_.load(std::memory_order_relaxed));
	}

private:
	std::atomic<uint32_t> count_ = 0;
	std::atomic<uint64_t> rung_ns_ = 0;
};

/** A doorbell for a single waiter; it keeps what that has seen. */
class OwnDoorbell {
public:
	void ring() { bell_.ring(1); }
	bool wait() { return bell_.wait(seen_); }
	void wait(Worker &worker) { bell_.wait(worker, seen_); }

private:
	Doorbell bell_;
	uint32_t seen_ = 0;
};

} /* namespace ktstr */
