/* SPDX-License-Identifier: GPL-2.0 */
#include "init/kernel_log.h"

#include <gtest/gtest.h>

namespace ktstr {
namespace {

TEST(KernelLog, FindsTheTextOfAnEntry)
{
	EXPECT_EQ(kmsg_text("6,339,5140900,-;NET: Registered\n"), "NET: Registered");
	EXPECT_EQ(kmsg_text("3,1,2,-,caller=T1;a; b\n SUBSYSTEM=pci\n DEVICE=+pci\n"), "a; b");
	EXPECT_EQ(kmsg_text("6,1,2,-;no newline"), "no newline");
}

TEST(KernelLog, SurvivesWhatHasNoSuchShape)
{
	EXPECT_EQ(kmsg_text(""), "");
	EXPECT_EQ(kmsg_text("no separator\n"), "");
	EXPECT_EQ(kmsg_text(";"), "");
	EXPECT_EQ(kmsg_text(";\n\n"), "");
}

} /* namespace */
} /* namespace ktstr */
