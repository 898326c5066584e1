/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/wire.h"

#include <gtest/gtest.h>

#include <optional>
#include <span>

#include "vmm/devices/power.h"
#include "vmm/x86/layout.h"

namespace ktstr {
namespace {

TEST(Wire, SleepOffTakesTheMachineOff)
{
	std::optional<PowerDevice::Event> event;
	PowerDevice power([&](PowerDevice::Event e) { event = e; });

	ASSERT_GE(kSleepControlPort, layout::kPower);
	power.write(kSleepControlPort - layout::kPower, std::as_bytes(std::span(&kSleepOff, 1)));
	EXPECT_EQ(event, PowerDevice::Event::off);
}

} /* namespace */
} /* namespace ktstr */
