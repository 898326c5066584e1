/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The guest kernel's command line. Pure; any thread. The reason for each argument is in the .cpp.
 */
#pragma once

#include <string>

#include "harness/scenario/time_scale.h"
#include "harness/scenario/topology/topology.h"

namespace ktstr {

/**
 * For a guest of @topology on a host with @host_cpus. Its lockup detectors wait @scale times as
 * long as on KVM. @case_arguments come last, so that a case can override what is before them.
 */
std::string kernel_command_line(const Topology &topology, unsigned host_cpus, TimeScale scale,
				const std::string &case_arguments);

} /* namespace ktstr */
