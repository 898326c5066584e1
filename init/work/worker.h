/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Worker: what the code of a work type gets: a clock, random numbers, and the bookkeeping of what
 * it did. One per thread, used by that thread alone; all threads of a worker share its report.
 * Created in the worker's process, which never leaves run_work() and can be killed at any moment.
 *
 * Cost compared with a clock_gettime(2) from the vDSO (`make bench-worker`; on bare metal and in an
 * emulated guest): iteration() 0.3 to 0.4, woke() 1.2 to 2, a turn of burn_ns() 1.5 to 2.
 */
#pragma once

#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "init/work/team_work.h"

namespace ktstr {

/** CLOCK_MONOTONIC, the clock for everything that workers do. */
uint64_t work_clock_ns();

class Worker {
public:
	/** @thread: number in the worker, from 0. */
	Worker(const TeamWork &team, unsigned number, unsigned thread = 0);

	const TeamWork &team() const { return team_; }
	/** Its number in the team. */
	unsigned number() const { return number_; }
	unsigned thread() const { return thread_; }
	WorkerReport &report() const { return report_; }

	/** Counts one more round, then does look_at_cpu(). */
	void iteration();
	/** Records which CPU the thread is on. */
	void look_at_cpu();
	/** Burns CPU for this long by the clock, and records the longest gap. */
	void burn_us(uint32_t us) { burn_ns(uint64_t(us) * 1000); }
	void burn_ns(uint64_t ns);
	/** Samples wake latency: the thread should have run from @due_ns on, and runs now. */
	void woke(uint64_t due_ns);
	/** Sleeps without sampling wake latency. */
	void sleep_us(uint32_t us) const;
	/**
	 * Sleeps until the clock shows @due_ns, and samples how late after that the worker woke up.
	 */
	void sleep_until(uint64_t due_ns);
	/** A number below @bound; the seed is the team's, with worker and thread. */
	uint64_t random(uint64_t bound) { return random_() % bound; }
	/** Counts the pages of this region as the worker's memory (local_pages_percent). */
	void owns_memory(const void *start, size_t bytes) const;
	/** Ends the worker because it cannot do its work; reports @what and the current errno. */
	[[noreturn]] void fail(const char *what) const;

private:
	const TeamWork &team_;
	unsigned number_;
	unsigned thread_;
	WorkerReport &report_;
	int cpu_ = -1;
	std::minstd_rand random_;
};

/**
 * Runs each function in a thread of its own with its own Worker, the first on the calling thread.
 * Does not return, and neither must the functions.
 */
[[noreturn]] void run_threads(Worker &worker,
			      const std::vector<std::function<void(Worker &)>> &threads);

/** Does the team's work. Does not return. */
[[noreturn]] void run_work(const TeamWork &team, unsigned number);

} /* namespace ktstr */
