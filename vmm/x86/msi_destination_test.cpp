/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/x86/msi_destination.h"

#include <gtest/gtest.h>

namespace ktstr {

TEST(MsiDestination, SmallIdsStayAsTheyAre)
{
	MsiMessage message = {0xfee00000 | 0xffull << 12 | 1 << 2, 0x41};
	MsiMessage wide = with_wide_destination(message);

	EXPECT_EQ(wide.address, message.address);
	EXPECT_EQ(wide.data, 0x41u);
}

TEST(MsiDestination, UpperBitsMoveToTheUpperHalf)
{
	/* APIC ID 433 = 0x1b1. */
	MsiMessage wide = with_wide_destination({0xfee00000 | 0xb1ull << 12 | 1ull << 5, 0x41});

	EXPECT_EQ(wide.address & 0xffffffff, 0xfee00000 | 0xb1ull << 12);
	EXPECT_EQ(wide.address >> 32, 0x100u);
	EXPECT_EQ(with_wide_destination({0xfeeffffc, 0}).address >> 32, 0x7f00u);
}

} /* namespace ktstr */
