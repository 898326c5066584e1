/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Doorbell: how threads of one worker wake each other when the latency of that is of interest: a
 * futex that counts how often it was rung, and the time when. Shared by all of them; lives as long.
 * A time is overwritten by the next ring: who wants true latencies rings again only when all that
 * wait have been seen to run.
 */
#pragma once

#include <climits>

#include "init/work/futex.h"
#include "init/work/worker.h"

namespace ktstr {

class Doorbell {
public:
	/** Wakes up to @sleepers of those that wait; all of them see it. */
	void ring(int sleepers = INT_MAX)
	{
		rung_ns_.store(work_clock_ns(), std::memory_order_relaxed);
		count_.fetch_add(1, std::memory_order_release);
		futex_wake_private(&count_, sleepers);
	}

	/**
	 * Sleeps until there was a ring after @seen, which goes along with it. True if it slept.
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

	/** wait(), and a sample of wake latency if it slept. */
	void wait(Worker &worker, uint32_t &seen)
	{
		if (wait(seen))
			worker.woke(rung_ns_.load(std::memory_order_relaxed));
	}

private:
	std::atomic<uint32_t> count_ = 0;
	std::atomic<uint64_t> rung_ns_ = 0;
};

/** Of one thread that waits: what it has seen is kept along. */
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
