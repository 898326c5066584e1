/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/kvm/boot_share.h"

#include <gtest/gtest.h>

namespace ktstr {

TEST(BootShare, ManyStandingBackWeighAsMuchAsOne)
{
	EXPECT_EQ(BootShare::standing_back(0), 0);
	EXPECT_EQ(BootShare::standing_back(1), 0);
	EXPECT_EQ(BootShare::standing_back(8), 9);
	EXPECT_EQ(BootShare::standing_back(32), 16);
	EXPECT_EQ(BootShare::standing_back(252), 19);
	EXPECT_EQ(BootShare::standing_back(~0u), 19);
}

} /* namespace ktstr */
