/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/run/case_devices.h"

#include <gtest/gtest.h>

#include "harness/scenario/devices.h"

namespace ktstr {
namespace {

using Devices = std::vector<MachineDevice>;

ScenarioNeeds need(const std::set<std::string> &devices)
{
	ScenarioNeeds needs;

	needs.devices = devices;
	return needs;
}

TEST(CaseDevices, WhatIsNeededAndNoMore)
{
	EXPECT_EQ(case_devices({}, {}, {1, 1, 2, 1}), Devices());
	EXPECT_EQ(case_devices(need({"net"}), {}, {1, 1, 2, 1}),
		  (Devices{{"net", {{"pairs", 2}}}}));
	EXPECT_EQ(case_devices(need({"disk", "net"}), {.disk_latency_ms = 7}, {1, 1, 16, 1}),
		  (Devices{{"net", {{"pairs", 4}}}, {"disk", {{"latency_ms", 7}}}}));
}

TEST(CaseDevices, AMachineCanHaveAllThatTheGuestKnows)
{
	ScenarioNeeds all;

	for (const GuestDevice *device : kGuestDevices)
		EXPECT_TRUE(all.devices.insert(device->name).second) << device->name;
	/* The highest latency that a scenario may say: scenario_fields.h. */
	std::vector<MachineDevice> devices =
		case_devices(all, {.disk_latency_ms = 120000}, {4, 4, 8, 2});
	EXPECT_EQ(devices.size(), all.devices.size());
	for (const MachineDevice &device : devices)
		EXPECT_TRUE(check_machine_device(device).ok()) << device.name;
}

} /* namespace */
} /* namespace ktstr */
