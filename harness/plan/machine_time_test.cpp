/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/plan/machine_time.h"

#include <gtest/gtest.h>

namespace ktstr {
namespace {

TEST(MachineTime, OfHosts)
{
	EXPECT_EQ(host_time_scale("kvm", false).percent, 100u);
	EXPECT_EQ(host_time_scale("kvm", true).percent, 200u);
	EXPECT_EQ(host_time_scale("tcg", false).percent, 400u);
	EXPECT_EQ(host_time_scale("tcg", true).percent, 800u);
}

TEST(MachineTime, GrowsWithTheVcpusOfOneCpu)
{
	EXPECT_EQ(machine_time_scale({400}, {1, 1, 16, 1}, 4).percent, 400u);
	EXPECT_EQ(machine_time_scale({400}, {1, 2, 16, 1}, 4).percent, 560u);
	EXPECT_EQ(machine_time_scale({400}, {1, 1, 4, 1}, 1).percent, 400u);
	EXPECT_EQ(machine_time_scale({400}, {1, 14, 18, 1}, 1).percent, 10320u);
	EXPECT_EQ(machine_time_scale({400}, {1, 14, 18, 1}, 1).of(1000), 103200u);
	EXPECT_EQ(machine_time_scale({400}, {1, 1, 1, 1}, 1).ns_of_ms(3), 12000000u);
}

} /* namespace */
} /* namespace ktstr */
