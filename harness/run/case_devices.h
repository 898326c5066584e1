/* SPDX-License-Identifier: GPL-2.0 */
/*
 * With which options a case's machine gets the devices that its work needs; the one place that
 * decides so. Others than the defaults of vmm/machine_devices.cpp, that is. Pure; any thread.
 */
#pragma once

#include <vector>

#include "harness/scenario/case.h"
#include "harness/scenario/rules/scenario_needs.h"
#include "vmm/machine_devices.h"

namespace ktstr {

/** For @needs of @scenario, on a machine of @topology. */
std::vector<MachineDevice> case_devices(const ScenarioNeeds &needs, const Scenario &scenario,
					const Topology &topology);

} /* namespace ktstr */
