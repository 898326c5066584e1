/* SPDX-License-Identifier: GPL-2.0 */
#include "init/sched/exit_kind.h"

#include <gtest/gtest.h>

namespace ktstr {
namespace {

TEST(ExitKind, NamesTheKernelsKinds)
{
	EXPECT_STREQ(exit_kind_name(64), "unreg");
	EXPECT_STREQ(exit_kind_name(1025), "error-bpf");
	EXPECT_STREQ(exit_kind_name(1026), "stall");
	EXPECT_STREQ(exit_kind_name(0), "unknown");
	EXPECT_STREQ(exit_kind_name(~0ull), "unknown");
}

TEST(ExitKind, ReadsOurLine)
{
	EXPECT_STREQ(exit_kind_from_line("EXIT: error-bpf (scx_bpf_error) on request"),
		     "error-bpf");
	EXPECT_STREQ(exit_kind_from_line("EXIT: error (runtime error) x"), "error");
	EXPECT_STREQ(exit_kind_from_line("EXIT: unreg (unregistered from user space)"), "unreg");
}

TEST(ExitKind, ReadsUpstreamsLine)
{
	EXPECT_STREQ(exit_kind_from_line("EXIT: runnable task stall (a[1] failed to run)"),
		     "stall");
	EXPECT_STREQ(exit_kind_from_line("EXIT: scx_bpf_error (text) on CPU 1"), "error-bpf");
}

TEST(ExitKind, RefusesWhatIsNoExitLine)
{
	EXPECT_EQ(exit_kind_from_line(""), nullptr);
	EXPECT_EQ(exit_kind_from_line("EXIT"), nullptr);
	EXPECT_EQ(exit_kind_from_line("xEXIT: stall (x)"), nullptr);
	EXPECT_STREQ(exit_kind_from_line("EXIT: "), "unknown");
	EXPECT_STREQ(exit_kind_from_line("EXIT: err"), "unknown");
}

} /* namespace */
} /* namespace ktstr */
