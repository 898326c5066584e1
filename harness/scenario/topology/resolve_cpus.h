/* SPDX-License-Identifier: GPL-2.0 */
/* Turns a scenario's CPU sets into the CPUs of a machine. Pure functions; any thread. */
#pragma once

#include <cstdint>
#include <vector>

#include "harness/scenario/topology/placement_spec.h"
#include "harness/scenario/topology/topology.h"
#include "vmm/base/result.h"

namespace ktstr {

/** CPU numbers, ascending. */
using CpuSet = std::vector<unsigned>;

/** The CPUs that are online after boot. */
CpuSet online_cpus(const Topology &topology);

/**
 * Errors: no such LLC, node, part or CPU; an offline CPU; an empty set. The error says how many or
 * which there are.
 */
Result<CpuSet> resolve_cpus(const CpusetSpec &spec, const Topology &topology);

/**
 * The affinity of each of @workers in a cgroup with the @allowed CPUs. Random sets depend only on
 * @allowed, @seed and the worker's number. Errors: as above; none of the CPUs is allowed.
 */
Result<std::vector<CpuSet>> resolve_affinity(const AffinitySpec &spec, const Topology &topology,
					     const CpuSet &allowed, unsigned workers,
					     uint64_t seed);

/** Both sets must be in ascending order. */
CpuSet intersection(const CpuSet &one, const CpuSet &other);

} /* namespace ktstr */
