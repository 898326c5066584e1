/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/run/case_devices.h"

#include <algorithm>

namespace ktstr {

namespace {

/* Queue pairs: one for each vCPU up to here. The device could have more. */
constexpr unsigned kNetPairsEnough = 4;

} /* namespace */

std::vector<MachineDevice> case_devices(const ScenarioNeeds &needs, const Scenario &scenario,
					const Topology &topology)
{
	std::vector<MachineDevice> devices;

	if (needs.net)
		devices.push_back({"net", {{"pairs", std::min(kNetPairsEnough, topology.cpus())}}});
	if (needs.disk)
		devices.push_back({"disk", {{"latency_ms", scenario.disk_latency_ms}}});
	return devices;
}

} /* namespace ktstr */
