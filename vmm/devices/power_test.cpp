/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/devices/power.h"

#include <gtest/gtest.h>

#include <vector>

namespace ktstr {

namespace {

struct PowerTest : testing::Test {
	void out(uint64_t offset, uint8_t value)
	{
		std::byte byte{value};
		power.write(offset, std::span<const std::byte>(&byte, 1));
	}

	std::vector<PowerDevice::Event> events;
	PowerDevice power{[this](PowerDevice::Event event) { events.push_back(event); }};
};

} /* namespace */

TEST_F(PowerTest, SleepsOnlyToSoftOff)
{
	out(PowerDevice::kSleepControl, 5 << 2);	  /* SLP_EN not set */
	out(PowerDevice::kSleepControl, 3 << 2 | 1 << 5); /* S3 */
	out(PowerDevice::kSleepStatus, 0xff);
	EXPECT_TRUE(events.empty());
	out(PowerDevice::kSleepControl, 5 << 2 | 1 << 5);
	ASSERT_EQ(events.size(), 1u);
	EXPECT_EQ(events[0], PowerDevice::Event::off);
}

TEST_F(PowerTest, ResetsOnItsValueOnly)
{
	out(PowerDevice::kReset, 0xfe);
	EXPECT_TRUE(events.empty());
	out(PowerDevice::kReset, PowerDevice::kResetValue);
	ASSERT_EQ(events.size(), 1u);
	EXPECT_EQ(events[0], PowerDevice::Event::reset);
}

TEST_F(PowerTest, ReadsAsZero)
{
	std::byte data[4];
	power.read(PowerDevice::kSleepStatus, data);
	EXPECT_EQ(data[0], std::byte{0});
}

} /* namespace ktstr */
