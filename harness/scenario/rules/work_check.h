/* SPDX-License-Identifier: GPL-2.0 */
/* Whether workers, payloads and cgroups make sense by themselves. Pure functions; any thread. */
#pragma once

#include "harness/scenario/cgroup_def.h"
#include "harness/scenario/topology/resolve_cpus.h"

namespace ktstr {

/** Errors name the field. @allowed: the CPUs of its cgroup, @in_cgroup: there is one. */
Result<void> check_work(const WorkSpec &work, const Topology &topology, const CpuSet &allowed,
			bool in_cgroup);
/** How many processes @work is in a cgroup with so many CPUs; at least one. */
unsigned worker_count(const WorkSpec &work, size_t cpus);
Result<void> check_payload(const Payload &payload);
/** A path of names below the scenario's cgroup. */
Result<void> check_cgroup_name(const std::string &name);
/** Its limits, one against the other. */
Result<void> check_limits(const CgroupDef &def);

} /* namespace ktstr */
