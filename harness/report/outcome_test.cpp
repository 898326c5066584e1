/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/report/outcome.h"

#include <gtest/gtest.h>

namespace ktstr {
namespace {

TEST(ExitCode, Table)
{
	EXPECT_EQ(exit_code({1, 1, 0, 0}, false), 0);
	EXPECT_EQ(exit_code({0, 3, 0, 0}, false), 4);
	EXPECT_EQ(exit_code({1, 0, 1, 0}, false), 1);
	EXPECT_EQ(exit_code({1, 0, 0, 1}, false), 1);
	EXPECT_EQ(exit_code({1, 0, 0, 1}, true), 125);
	EXPECT_EQ(exit_code({1, 0, 1, 1}, true), 1);
	EXPECT_EQ(exit_code({0, 3, 0, 0}, true), 125);
	EXPECT_EQ(exit_code({3, 0, 0, 0}, true), 0);
}

TEST(ExitCode, OfACommand)
{
	EXPECT_EQ(command_exit_code(0, false), 0);
	EXPECT_EQ(command_exit_code(137, false), 137);
	EXPECT_EQ(command_exit_code(0, true), 0);
	EXPECT_EQ(command_exit_code(137, true), 1);
	EXPECT_EQ(command_exit_code(125, true), 1);
	EXPECT_EQ(no_command_exit_code(VerdictKind::error, false), 1);
	EXPECT_EQ(no_command_exit_code(VerdictKind::error, true), 125);
	EXPECT_EQ(no_command_exit_code(VerdictKind::inconclusive, true), 125);
	EXPECT_EQ(no_command_exit_code(VerdictKind::crash, true), 1);
	EXPECT_EQ(no_command_exit_code(VerdictKind::fail, true), 1);
}

} /* namespace */
} /* namespace ktstr */
