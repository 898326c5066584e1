/* SPDX-License-Identifier: GPL-2.0 */
/*
 * CPUs that processes may run on, for work types that bind themselves or each other. Of CPUs beyond
 * kMaxCpus nothing is known. The free functions are stateless, any thread; a CpuChoice belongs to
 * one thread.
 */
#pragma once

#include <sched.h>
#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace ktstr {

/** Of a process or a thread, 0: the caller. Empty, and errno, where it cannot be told. */
std::vector<unsigned> allowed_cpus(pid_t pid);
/** False, and errno: EINVAL where the cgroup allows none of them. */
bool bind_to_cpus(pid_t pid, const std::vector<unsigned> &cpus);

/** One of @cpus which is not @current, by @number; @current where there is no other. */
unsigned other_cpu(std::vector<unsigned> cpus, unsigned current, uint64_t number);

/**
 * Of @lists (thread_siblings_list of each of @cpus, in the same order) the SMT cores of which at
 * least two CPUs are among @cpus, in ascending order. What is malformed is no core.
 */
std::vector<std::vector<unsigned>> smt_cores(const std::vector<unsigned> &cpus,
					     const std::vector<std::string> &lists);

/**
 * What a process may run on while someone binds it to one CPU after the other: the CPUs that it was
 * bound to at first, or all where that was all its cgroup has. It follows changes of the cgroup.
 */
class CpuChoice {
public:
	explicit CpuChoice(pid_t pid);

	/**
	 * Undoes narrower bindings; the CPUs that it may run on now. Empty, and errno: it is gone.
	 */
	std::vector<unsigned> widen() const;

private:
	pid_t pid_;
	cpu_set_t wish_;
};

} /* namespace ktstr */
