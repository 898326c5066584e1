/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Brings up the CPUs that the kernel left for later (maxcpus=, harness/cpu_bringup.h), through
 * sysfs (Documentation/core-api/cpu_hotplug.rst). Before anything else runs; one thread.
 */
#pragma once

#include <string>

#include "harness/scenario/topology.h"
#include "vmm/base/result.h"

namespace ktstr {

/**
 * Those that @topology has online after boot; @folder: /sys/devices/system/cpu. Errors: the kernel
 * refused one, by number.
 */
Result<void> bring_up_cpus(const Topology &topology, const std::string &folder);

} /* namespace ktstr */
