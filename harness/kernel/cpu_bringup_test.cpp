/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/kernel/cpu_bringup.h"

#include <gtest/gtest.h>

namespace ktstr {
namespace {

TEST(CpuBringup, IsTheKernelsOwnOnItsOwnCpus)
{
	EXPECT_EQ(bringup_arguments(8, 8, 8), "");
	EXPECT_EQ(bringup_arguments(8, 5, 8), " maxcpus=5");
}

TEST(CpuBringup, IsSerialOnSharedCpus)
{
	EXPECT_EQ(bringup_arguments(64, 64, 2), " cpuhp.parallel=0");
	EXPECT_EQ(bringup_arguments(64, 5, 2), " maxcpus=5 cpuhp.parallel=0");
}

TEST(CpuBringup, IsLeftToUserSpaceWhereManyShareFew)
{
	EXPECT_EQ(bringup_arguments(65, 65, 2), " maxcpus=1 cpuhp.parallel=0");
	EXPECT_EQ(bringup_arguments(252, 250, 1), " maxcpus=1 cpuhp.parallel=0");
}

} /* namespace */
} /* namespace ktstr */
