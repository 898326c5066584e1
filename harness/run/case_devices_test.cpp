/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/run/case_devices.h"

#include <gtest/gtest.h>

namespace ktstr {
namespace {

using Devices = std::vector<MachineDevice>;

ScenarioNeeds both()
{
	ScenarioNeeds needs;

	needs.net = needs.disk = true;
	return needs;
}

TEST(CaseDevices, WhatIsNeededAndNoMore)
{
	ScenarioNeeds net;

	net.net = true;
	EXPECT_EQ(case_devices({}, {}, {1, 1, 2, 1}), Devices());
	EXPECT_EQ(case_devices(net, {}, {1, 1, 2, 1}), (Devices{{"net", {{"pairs", 2}}}}));
	EXPECT_EQ(case_devices(both(), {.disk_latency_ms = 7}, {1, 1, 16, 1}),
		  (Devices{{"net", {{"pairs", 4}}}, {"disk", {{"latency_ms", 7}}}}));
}

TEST(CaseDevices, AMachineCanHaveThem)
{
	/* The highest latency that a scenario may say: scenario_fields.h. */
	for (const MachineDevice &device :
	     case_devices(both(), {.disk_latency_ms = 120000}, {4, 4, 8, 2}))
		EXPECT_TRUE(check_machine_device(device).ok()) << device.name;
}

} /* namespace */
} /* namespace ktstr */
