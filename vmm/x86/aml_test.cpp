/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/x86/aml.h"

#include <gtest/gtest.h>

namespace ktstr::aml {

TEST(Aml, EncodesIntegersAsShortAsTheyGo)
{
	EXPECT_EQ(integer(0), (Bytes{0x00}));
	EXPECT_EQ(integer(1), (Bytes{0x01}));
	EXPECT_EQ(integer(0xff), (Bytes{0x0a, 0xff}));
	EXPECT_EQ(integer(0x100), (Bytes{0x0b, 0x00, 0x01}));
	EXPECT_EQ(integer(0x10000), (Bytes{0x0c, 0, 0, 1, 0}));
	EXPECT_EQ(integer(1ull << 32), (Bytes{0x0e, 0, 0, 0, 0, 1, 0, 0, 0}));
}

TEST(Aml, PacksEisaIds)
{
	/* ACPI 6.5 §19.3.4: PNP0501 is 41 D0 05 01 in memory. */
	EXPECT_EQ(eisa_id("PNP0501"), (Bytes{0x0c, 0x41, 0xd0, 0x05, 0x01}));
	EXPECT_EQ(eisa_id("PNP0C0F"), (Bytes{0x0c, 0x41, 0xd0, 0x0c, 0x0f}));
}

TEST(Aml, PackageLengthCountsItself)
{
	EXPECT_EQ(scope("\\_SB_", {}), (Bytes{0x10, 6, '\\', '_', 'S', 'B', '_'}));
	/*
	 * The length of a 4-byte name and 59 more bytes no longer fits in the six bits of one byte.
	 */
	Bytes longer = scope("_SB_", {Bytes(59, 0xa3)});
	EXPECT_EQ(longer.size(), 1u + 65u);
	EXPECT_EQ(longer[1], 0x40 | (65 & 0xf));
	EXPECT_EQ(longer[2], 65 >> 4);
	Bytes longest = scope("_SB_", {Bytes(0x1000, 0xa3)});
	size_t length = longest.size() - 1;
	EXPECT_EQ(longest[1], 0x80 | (length & 0xf));
	EXPECT_EQ(longest[2] | longest[3] << 8, int(length >> 4));
}

TEST(Aml, ResourceTemplateIsABufferWithAnEndTag)
{
	Bytes resources = resource_template({io_ports(0x3f8, 8), irq(4)});
	EXPECT_EQ(resources, (Bytes{0x11, 0x10, 0x0a, 13, 0x47, 1, 0xf8, 0x03, 0xf8, 0x03, 1, 8,
				    0x22, 0x10, 0x00, 0x79, 0x00}));
}

TEST(Aml, AddressDescriptorsHaveTheirLength)
{
	EXPECT_EQ(bus_numbers(0, 0).size(), 3u + 13);
	EXPECT_EQ(memory_window(0xe0000000, 0x10000000).size(), 3u + 23);
	EXPECT_EQ(fixed_memory(0xd0000000, 0x100000).size(), 3u + 9);
	Bytes window = memory_window(0xe0000000, 0x10000000);
	EXPECT_EQ(window[14], 0xff); /* last address 0xefffffff */
	EXPECT_EQ(window[17], 0xef);
}

} /* namespace ktstr::aml */
