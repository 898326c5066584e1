/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Period: evenly spaced points in time to sleep until. Missed ones are skipped. Owned and used by
 * one thread of a worker.
 */
#pragma once

#include <cerrno>

#include "init/work/worker.h"

namespace ktstr {

class Period {
public:
	explicit Period(uint64_t ns) : ns_(ns), due_ns_(work_clock_ns()) {}

	/** Sleeps until the next point in time, and returns it. */
	uint64_t sleep()
	{
		due_ns_ += ns_ * ((work_clock_ns() - due_ns_) / ns_ + 1);
		struct timespec due = {time_t(due_ns_ / 1000000000), long(due_ns_ % 1000000000)};
		while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, nullptr) == EINTR)
			;
		return due_ns_;
	}

private:
	uint64_t ns_;
	uint64_t due_ns_;
};

} /* namespace ktstr */
