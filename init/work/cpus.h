/* SPDX-License-Identifier: GPL-2.0 */
/*
 * CPUs that processes may run on, for work types that bind themselves or each other. CPUs from
 * kMaxCpus on are ignored. The free functions are stateless, on any thread; a CpuChoice belongs to
 * one thread.
 */
#pragma once

#include <sched.h>
#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace ktstr {

/** CPUs of a process or thread, 0 for the caller. Empty, with errno set, if they cannot be read. */
std::vector<unsigned> allowed_cpus(pid_t pid);
/** False, with errno set, on failure: EINVAL if the cgroup allows none of them. */
bool bind_to_cpus(pid_t pid, const std::vector<unsigned> &cpus);

/** A CPU of @cpus other than @current, picked by @number; @current if there is no other. */
unsigned other_cpu(std::vector<unsigned> cpus, unsigned current, uint64_t number);

/**
 * The SMT cores with at least two CPUs in @cpus, in ascending order. @lists are the
 * thread_siblings_list of each of @cpus, in the same order; malformed ones are ignored.
 */
std::vector<std::vector<unsigned>> smt_cores(const std::vector<unsigned> &cpus,
					     const std::vector<std::string> &lists);

/**
 * The CPUs that a process may run on while something keeps binding it to single ones: those it was
 * bound to at first, or all if those were all that its cgroup has. Follows changes of the cgroup.
 */
class CpuChoice {
public:
	explicit CpuChoice(pid_t pid);

	/**
	 * Undoes narrower bindings; returns the CPUs that the process may run on now. Empty, with
	 * errno set, if the process is gone.
	 */
	std::vector<unsigned> widen() const;

private:
	pid_t pid_;
	cpu_set_t wish_;
};

} /* namespace ktstr */
