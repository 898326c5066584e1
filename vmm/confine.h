/* SPDX-License-Identifier: GPL-2.0 */
/*
 * confine_process(): gives up, for good, what running a machine does not need, so that a guest that
 * breaks out of it finds itself in a process that can do little: no capability in any set,
 * no_new_privs, and a seccomp filter that lets through what Machine and its owner use once
 * everything is open: KVM and terminal-size ioctls, threads and signals to them, memory, polling,
 * clocks, a thread's own affinity and nice value, and reading and writing open descriptors. Opening
 * a file, a socket or a process fails with EPERM; what only an attacker does (execve, ptrace,
 * another ABI) kills the process.
 *
 * Called once by the session process, after Machine::create() and before Machine::start(), while
 * there is one thread. Works as an ordinary user and as root.
 */
#pragma once

#include "vmm/base/result.h"

namespace ktstr {

/** Errors: a kernel without seccomp filters, or one that refuses them. */
Result<void> confine_process();

} /* namespace ktstr */
