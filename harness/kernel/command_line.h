/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The guest kernel's command line. Pure; any thread. The .cpp explains each argument.
 */
#pragma once

#include <string>

#include "harness/scenario/time_scale.h"
#include "harness/scenario/topology/topology.h"

namespace ktstr {

/**
 * Command line for a guest of @topology on a host with @host_cpus CPUs. @scale stretches the
 * timeouts of the lockup detectors. @case_arguments come last, so that a case can override earlier
 * ones.
 */
std::string kernel_command_line(const Topology &topology, unsigned host_cpus, TimeScale scale,
				const std::string &case_arguments);

} /* namespace ktstr */
