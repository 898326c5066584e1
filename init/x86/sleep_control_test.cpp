/* SPDX-License-Identifier: GPL-2.0 */
#include "init/x86/sleep_control.h"

#include <gtest/gtest.h>

#include "vmm/devices/power.h"
#include "vmm/x86/layout.h"

namespace ktstr {
namespace {

TEST(SleepControl, IsTheMachinesRegister)
{
	constexpr unsigned kTypeShift = 2, kEnable = 1 << 5; /* ACPI 6.5 table 4.19 */

	EXPECT_EQ(kSleepControlPort, layout::kPower + PowerDevice::kSleepControl);
	EXPECT_EQ(kSleepOff, PowerDevice::kSleepTypeOff << kTypeShift | kEnable);
}

} /* namespace */
} /* namespace ktstr */
