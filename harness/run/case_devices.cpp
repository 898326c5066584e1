/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/run/case_devices.h"

#include <algorithm>

#include "harness/scenario/devices.h"

namespace ktstr {

namespace {

/* Queue pairs: one for each vCPU up to here. The device could have more. */
constexpr unsigned kNetPairsEnough = 4;

} /* namespace */

std::vector<MachineDevice> case_devices(const ScenarioNeeds &needs, const Scenario &scenario,
					const Topology &topology)
{
	std::map<std::string, std::map<std::string, uint64_t>> options = {
		{kNetDevice.name, {{"pairs", std::min(kNetPairsEnough, topology.cpus())}}},
		{kDiskDevice.name, {{"latency_ms", scenario.disk_latency_ms}}},
	};
	std::vector<MachineDevice> devices;

	for (const GuestDevice *device : kGuestDevices) {
		if (needs.devices.contains(device->name))
			devices.push_back({device->name, options[device->name]});
	}
	return devices;
}

} /* namespace ktstr */
