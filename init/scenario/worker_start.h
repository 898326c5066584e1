/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a worker's process does before its work: into its cgroup, then what else it was declared to
 * have, then the barrier. Runs in the new process, on its one thread.
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
	std::string cgroup_procs = {}; /* file of the cgroup that it goes into; empty: it stays */
	CpuSet cpus = {};	       /* empty: as they come */
	SchedulingPolicy policy = {};
	MemoryPolicy memory = {};
	std::optional<int32_t> nice = {};
	std::optional<uint32_t> uid = {};
	std::optional<uint32_t> gid = {};
};

/** What cannot be done is in the worker's report. */
[[noreturn]] void start_worker(const TeamWork &team, unsigned number, const WorkerStart &start);

/** For one thread, or a process that has but one; 0: the caller. False: errno says why. */
bool set_cpus(pid_t thread, const CpuSet &cpus);
bool set_policy(pid_t thread, const SchedulingPolicy &policy, int32_t nice);

} /* namespace ktstr */
