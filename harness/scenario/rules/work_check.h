/* SPDX-License-Identifier: GPL-2.0 */
/* Checks workers, payloads and cgroups by themselves. Pure functions; any thread. */
#pragma once

#include "harness/scenario/cgroup_def.h"
#include "harness/scenario/topology/resolve_cpus.h"

namespace ktstr {

/** Errors name the field. @allowed: the CPUs of its cgroup; @in_cgroup: whether it is in one. */
Result<void> check_work(const WorkSpec &work, const Topology &topology, const CpuSet &allowed,
			bool in_cgroup);
/** How many processes @work has in a cgroup with @cpus CPUs; at least one. */
unsigned worker_count(const WorkSpec &work, size_t cpus);
Result<void> check_payload(const Payload &payload);
/** Checks a path of names below the scenario's cgroup. */
Result<void> check_cgroup_name(const std::string &name);
/** Checks that the limits are consistent. */
Result<void> check_limits(const CgroupDef &def);

} /* namespace ktstr */
