/* SPDX-License-Identifier: GPL-2.0 */
/* How long things may take on the machines of a run (TimeScale). Pure functions; any thread. */
#pragma once

#include <string>

#include "harness/scenario/time_scale.h"
#include "harness/scenario/topology/topology.h"

namespace ktstr {

/**
 * Of a host of @host_kind ("kvm", "tcg") whose machines have a CPU for each vCPU. @slow: the user
 * says that it is slow.
 */
TimeScale host_time_scale(const std::string &host_kind, bool slow);

/** Of a guest of @topology on that host: longer where many vCPUs share one of its @host_cpus. */
TimeScale machine_time_scale(TimeScale host, const Topology &topology, unsigned host_cpus);

} /* namespace ktstr */
