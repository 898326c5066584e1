/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Brings up the CPUs that the kernel left offline at boot (Job::cpus_come_late), through sysfs
 * (Documentation/core-api/cpu_hotplug.rst). Before HELLO; one thread.
 */
#pragma once

#include <string>

#include "harness/scenario/topology/topology.h"
#include "vmm/base/result.h"

namespace ktstr {

/**
 * Brings up those CPUs that @topology has online after boot. @folder: /sys/devices/system/cpu.
 * Errors name the CPU that is missing or that the kernel refused; later ones stay down.
 */
Result<void> bring_up_cpus(const Topology &topology, const std::string &folder);

} /* namespace ktstr */
