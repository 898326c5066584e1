/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/devices/power.h"

#include <algorithm>

namespace ktstr {

namespace {

/* ACPI 6.5 table 4.16: sleep control register. */
constexpr uint8_t kSleepTypeShift = 2;
constexpr uint8_t kSleepTypeMask = 0x7;
constexpr uint8_t kSleepEnable = 1 << 5;

} /* namespace */

void PowerDevice::read(uint64_t, std::span<std::byte> data)
{
	/* WAK_STS is never set: this machine never wakes from sleep. */
	std::fill(data.begin(), data.end(), std::byte{0});
}

void PowerDevice::write(uint64_t offset, std::span<const std::byte> data)
{
	uint8_t value = uint8_t(data[0]);
	if (offset == kSleepControl && (value & kSleepEnable) &&
	    ((value >> kSleepTypeShift) & kSleepTypeMask) == kSleepTypeOff)
		notify_(Event::off);
	else if (offset == kReset && value == kResetValue)
		notify_(Event::reset);
}

} /* namespace ktstr */
