/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which system calls a worker makes, seen by ptrace(2), for unit tests of work types. Used on the
 * test's thread; the worker is a child of the test and carries on afterwards.
 */
#pragma once

#include <signal.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

#include <cstdint>

namespace ktstr {

/** Whether @number is among the next 10000 system calls of @pid. */
inline bool makes_system_call(pid_t pid, long number)
{
	constexpr unsigned kCalls = 10000;
	bool seen = false;
	int status;

	if (ptrace(PTRACE_SEIZE, pid, nullptr, PTRACE_O_TRACESYSGOOD) < 0)
		return false;
	ptrace(PTRACE_INTERRUPT, pid, nullptr, nullptr);
	/* It stops once for the interrupt, then twice per call. */
	for (unsigned stops = 0; stops < 2 * kCalls && !seen; stops++) {
		struct __ptrace_syscall_info info = {};

		if (waitpid(pid, &status, 0) != pid || !WIFSTOPPED(status))
			return false;
		if (WSTOPSIG(status) == (SIGTRAP | 0x80) &&
		    ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof(info), &info) > 0)
			seen = info.op == PTRACE_SYSCALL_INFO_ENTRY &&
			       info.entry.nr == uint64_t(number);
		if (!seen)
			ptrace(PTRACE_SYSCALL, pid, nullptr, nullptr);
	}
	if (!seen)
		waitpid(pid, &status, 0);
	ptrace(PTRACE_DETACH, pid, nullptr, nullptr);
	return seen;
}

} /* namespace ktstr */
