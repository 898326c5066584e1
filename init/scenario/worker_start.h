/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a worker's process does before its work: enters its cgroup, applies its other settings and
 * waits at the barrier. Runs in the new process, on its only thread.
 */
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "harness/scenario/cgroup_def.h"
#include "harness/scenario/topology/resolve_cpus.h"
#include "init/work/team_work.h"

namespace ktstr {

struct WorkerStart {
	std::string cgroup_procs = {}; /* cgroup.procs file of its cgroup; empty: do not move */
	CpuSet cpus = {};	       /* empty: inherited */
	SchedulingPolicy policy = {};
	MemoryPolicy memory = {};
	std::optional<int32_t> nice = {};
	std::optional<uint32_t> uid = {};
	std::optional<uint32_t> gid = {};
};

/** Failures are in the worker's report. */
[[noreturn]] void start_worker(const TeamWork &team, unsigned number, const WorkerStart &start);

/** For one thread, or a single-threaded process; 0: the caller. False: see errno. */
bool set_cpus(pid_t thread, const CpuSet &cpus);
bool set_policy(pid_t thread, const SchedulingPolicy &policy, int32_t nice);

} /* namespace ktstr */
