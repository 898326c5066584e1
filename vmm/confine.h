/* SPDX-License-Identifier: GPL-2.0 */
/*
 * confine_process() permanently drops everything that running a machine does not need, so that a
 * guest that escapes the VMM gains little: no capability in any set, no_new_privs, and a seccomp
 * filter. The filter allows what Machine and its owner use once everything is open: KVM and
 * terminal-size ioctls, threads and signals to them, memory, polling, clocks, a thread's own
 * affinity and nice value, and reading and writing open descriptors. Opening a file or socket or
 * forking fails with EPERM. What only an attacker would call (execve, ptrace, a foreign syscall
 * ABI) kills the process.
 *
 * The session process calls it once, single-threaded, after Machine::create() and before
 * Machine::start(). It works for an ordinary user and for root.
 */
#pragma once

#include "vmm/base/result.h"

namespace ktstr {

/** Errors: the kernel lacks seccomp filters or rejects this one. */
Result<void> confine_process();

} /* namespace ktstr */
