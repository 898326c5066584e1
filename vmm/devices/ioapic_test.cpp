/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/devices/ioapic.h"

#include <gtest/gtest.h>

#include <cstring>
#include <vector>

namespace ktstr {

namespace {

struct IoApicTest : testing::Test {
	uint32_t get(uint8_t index)
	{
		put32(0x00, index);
		uint32_t value = 0;
		ioapic.read(0x10, std::as_writable_bytes(std::span(&value, 1)));
		return value;
	}
	void set(uint8_t index, uint32_t value)
	{
		put32(0x00, index);
		put32(0x10, value);
	}
	void put32(uint64_t offset, uint32_t value)
	{
		ioapic.write(offset, std::as_bytes(std::span(&value, 1)));
	}

	std::vector<MsiMessage> sent;
	IoApic ioapic{8, 5, [this](const MsiMessage &message) { sent.push_back(message); }};
};

} /* namespace */

TEST_F(IoApicTest, TellsIdVersionAndPins)
{
	EXPECT_EQ(get(0), 5u << 24);
	EXPECT_EQ(get(1), 0x00070011u);
	set(0, 0x0a000000);
	EXPECT_EQ(get(0), 0x0a000000u);
}

TEST_F(IoApicTest, PinsStartMasked)
{
	for (uint8_t pin = 0; pin < 8; pin++) {
		EXPECT_EQ(get(0x10 + 2 * pin), 0x10000u);
		ioapic.pulse(pin);
	}
	EXPECT_TRUE(sent.empty());
}

TEST_F(IoApicTest, PassesOnDestinationsAbove255)
{
	set(0x19, 0xb1020000); /* APIC ID 433 */
	set(0x18, 0x00000031);
	ioapic.pulse(4);
	ASSERT_EQ(sent.size(), 1u);
	EXPECT_EQ(sent[0].address, 0xfeeb1020u);
}

TEST_F(IoApicTest, SendsWhatTheEntrySays)
{
	set(0x19, 0x03000000);
	set(0x18, 0x00000831); /* vector 0x31, logical destination 3 */
	ioapic.pulse(4);
	ASSERT_EQ(sent.size(), 1u);
	EXPECT_EQ(sent[0].address, 0xfee03004u);
	EXPECT_EQ(sent[0].data, 0x31u);
	set(0x18, 0x00010831);
	ioapic.pulse(4);
	EXPECT_EQ(sent.size(), 1u);
}

TEST_F(IoApicTest, ReadOnlyBitsStay)
{
	set(0x10, 0xffffffff);
	EXPECT_EQ(get(0x10), 0x0001afffu);
	set(0x11, 0xffffffff);
	EXPECT_EQ(get(0x11), 0xfffe0000u);
}

TEST_F(IoApicTest, IgnoresWhatIsNotThere)
{
	set(0x20, 0); /* pin 8 of 8 */
	EXPECT_EQ(get(0x20), ~0u);
	EXPECT_EQ(get(0xff), ~0u);
	EXPECT_EQ(get(0x05), ~0u);
	put32(0x40, 1);
	std::byte data[8];
	ioapic.read(0x20, data);
	EXPECT_EQ(data[7], std::byte{0xff});
	std::byte one{0x18};
	ioapic.write(0x00, std::span<const std::byte>(&one, 1));
	ioapic.read(0x10, data);
}

} /* namespace ktstr */
