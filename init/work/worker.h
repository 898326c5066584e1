/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Worker: what the code of a work type has: its clock and random numbers, and the bookkeeping of
 * what it did. One for each thread, used by that thread alone; all threads of a worker share its
 * report. Made in the worker's process, which never leaves run_work(): it is killed, at any moment.
 *
 * What it costs, beside a clock_gettime(2) from the vDSO (`make bench-worker`; on iron and in an
 * emulated guest): iteration() 0.3 to 0.4 of it, woke() 1.2 to 2, a turn of burn_ns() 1.5 to 2.
 */
#pragma once

#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "init/work/team_work.h"

namespace ktstr {

/** CLOCK_MONOTONIC, the clock of all that workers do. */
uint64_t work_clock_ns();

class Worker {
public:
	/** @thread: its number in the worker; the first has 0. */
	Worker(const TeamWork &team, unsigned number, unsigned thread = 0);

	const TeamWork &team() const { return team_; }
	/** In the team. */
	unsigned number() const { return number_; }
	unsigned thread() const { return thread_; }
	WorkerReport &report() const { return report_; }

	/** One more round is done: counts it, and looks at which CPU this is. */
	void iteration();
	/** Only the second half of it. */
	void look_at_cpu();
	/** Keeps the CPU busy for so long by the clock, and notes the longest gap in it. */
	void burn_us(uint32_t us) { burn_ns(uint64_t(us) * 1000); }
	void burn_ns(uint64_t ns);
	/** Was woken at, or should have run from, @due_ns on the clock; runs now. */
	void woke(uint64_t due_ns);
	/** Sleeps; how late that ended is not a sample of wake latency. */
	void sleep_us(uint32_t us) const;
	/**
	 * Sleeps until the clock shows @due_ns; how late that ended is a sample of wake latency.
	 */
	void sleep_until(uint64_t due_ns);
	/** Of 0 .. @bound - 1; from the scenario's seed, team, worker and thread. */
	uint64_t random(uint64_t bound) { return random_() % bound; }
	/** Pages of this region count as the worker's memory (local_pages_percent). */
	void owns_memory(const void *start, size_t bytes) const;
	/** The worker cannot do what it should: @what, the current errno, and the end of it. */
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
 * Runs each function in a thread of its own with a Worker of its own, the first on the calling
 * thread. Does not return; functions must not either.
 */
[[noreturn]] void run_threads(Worker &worker,
			      const std::vector<std::function<void(Worker &)>> &threads);

/** Does the team's work. Does not return. */
[[noreturn]] void run_work(const TeamWork &team, unsigned number);

} /* namespace ktstr */
