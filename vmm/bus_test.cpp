/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/bus.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace ktstr {

namespace {

struct Recorder final : Device {
	const char *name() const override { return "recorder"; }
	void read(uint64_t offset, std::span<std::byte> data) override
	{
		last = offset;
		std::fill(data.begin(), data.end(), std::byte{0x5a});
	}
	void write(uint64_t offset, std::span<const std::byte>) override { last = offset; }

	uint64_t last = ~0ull;
};

} /* namespace */

TEST(Bus, RefusesBadRanges)
{
	Bus bus;
	auto device = std::make_shared<Recorder>();
	EXPECT_FALSE(bus.add(0x100, 0, device).ok());
	EXPECT_FALSE(bus.add(~0ull, 2, device).ok());
	EXPECT_TRUE(bus.add(~0ull, 1, device).ok());
	EXPECT_TRUE(bus.add(0x100, 0x10, device).ok());
	EXPECT_FALSE(bus.add(0x100, 1, device).ok());
	EXPECT_FALSE(bus.add(0x10f, 1, device).ok());
	EXPECT_FALSE(bus.add(0xf0, 0x11, device).ok());
	EXPECT_FALSE(bus.add(0, ~0ull, device).ok());
	EXPECT_TRUE(bus.add(0xf0, 0x10, device).ok());
	EXPECT_TRUE(bus.add(0x110, 0x10, device).ok());
}

TEST(Bus, RefusesDevicesOnceFrozen)
{
	Bus bus;
	bus.freeze();
	Result<void> added = bus.add(0, 1, std::make_shared<Recorder>());
	ASSERT_FALSE(added.ok());
	EXPECT_EQ(added.error().code, EBUSY);
}

TEST(Bus, HandsOutOffsets)
{
	Bus bus;
	auto low = std::make_shared<Recorder>();
	auto high = std::make_shared<Recorder>();
	ASSERT_TRUE(bus.add(0x200, 8, high).ok());
	ASSERT_TRUE(bus.add(0x100, 8, low).ok());
	bus.freeze();
	std::array<std::byte, 4> data = {};
	bus.read(0x104, data);
	EXPECT_EQ(low->last, 4u);
	EXPECT_EQ(data[3], std::byte{0x5a});
	bus.write(0x203, data);
	EXPECT_EQ(high->last, 3u);
	EXPECT_EQ(bus.unclaimed(), 0u);
}

TEST(Bus, CountsWhatNobodyClaims)
{
	Bus bus;
	auto device = std::make_shared<Recorder>();
	ASSERT_TRUE(bus.add(0x100, 8, device).ok());
	bus.freeze();
	std::array<std::byte, 4> data = {};
	bus.read(0x106, data); /* runs over the end */
	EXPECT_EQ(data[0], std::byte{0xff});
	bus.write(0xff, data);
	bus.read(~0ull - 1, data);
	EXPECT_EQ(device->last, ~0ull);
	EXPECT_EQ(bus.unclaimed(), 3u);
	EXPECT_EQ(bus.first_unclaimed(), 0x106u);
}

} /* namespace ktstr */
