/* SPDX-License-Identifier: GPL-2.0 */
/* Time scale of a run's machines: how long things may take there. Pure functions; any thread. */
#pragma once

#include <string>

#include "harness/scenario/time_scale.h"
#include "harness/scenario/topology/topology.h"

namespace ktstr {

/**
 * Scale for a host of @host_kind ("kvm", "tcg") with a CPU for each vCPU. @slow: the user says that
 * the host is slow.
 */
TimeScale host_time_scale(const std::string &host_kind, bool slow);

/** Scale for a guest of @topology: longer if many vCPUs share each of the @host_cpus. */
TimeScale machine_time_scale(TimeScale host, const Topology &topology, unsigned host_cpus);

} /* namespace ktstr */
