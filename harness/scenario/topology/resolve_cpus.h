/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the CPU sets of a scenario are on a machine. Pure functions; any thread.
 */
#pragma once

#include <cstdint>
#include <vector>

#include "harness/scenario/topology/placement_spec.h"
#include "harness/scenario/topology/topology.h"
#include "vmm/base/result.h"

namespace ktstr {

/** CPU numbers, ascending. */
using CpuSet = std::vector<unsigned>;

/** Those that are online after boot. */
CpuSet online_cpus(const Topology &topology);

/**
 * Errors: no such LLC, node, part or CPU; a CPU that is offline; a set without any. Says which
 * there are.
 */
Result<CpuSet> resolve_cpus(const CpusetSpec &spec, const Topology &topology);

/**
 * Of each of @workers, in a cgroup with @allowed CPUs. Random sets depend on @seed and the worker's
 * number alone. Errors: as above; none of the CPUs is allowed.
 */
Result<std::vector<CpuSet>> resolve_affinity(const AffinitySpec &spec, const Topology &topology,
					     const CpuSet &allowed, unsigned workers,
					     uint64_t seed);

/** Both ascending. */
CpuSet intersection(const CpuSet &one, const CpuSet &other);

} /* namespace ktstr */
