/* SPDX-License-Identifier: GPL-2.0 */
/* Puts the calling thread into a real-time class. Stateless. */
#pragma once

#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "init/work/worker.h"

namespace ktstr {

/**
 * Makes the calling thread, and it alone, SCHED_FIFO at @priority; @worker fails if it may not be.
 * Uses the system call: a libc may do it for the whole process, or not at all (musl).
 */
inline void become_fifo(const Worker &worker, int priority)
{
	struct sched_param parameters = {};

	parameters.sched_priority = priority;
	if (syscall(SYS_sched_setscheduler, 0, SCHED_FIFO, &parameters) < 0)
		worker.fail("sched_setscheduler(SCHED_FIFO)");
}

} /* namespace ktstr */
