/* SPDX-License-Identifier: GPL-2.0 */
/* The calling thread's way into the real-time classes. Stateless. */
#pragma once

#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "init/work/worker.h"

namespace ktstr {

/**
 * The calling thread, and it alone, is SCHED_FIFO at @priority from now on; @worker fails where it
 * may not be. By the system call: a libc may do it for the whole process, or not at all (musl).
 */
inline void become_fifo(const Worker &worker, int priority)
{
	struct sched_param parameters = {};

	parameters.sched_priority = priority;
	if (syscall(SYS_sched_setscheduler, 0, SCHED_FIFO, &parameters) < 0)
		worker.fail("sched_setscheduler(SCHED_FIFO)");
}

} /* namespace ktstr */
