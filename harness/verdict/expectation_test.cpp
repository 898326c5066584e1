/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/verdict/expectation.h"

#include <gtest/gtest.h>

#include "harness/verdict/test_evidence.h"

namespace ktstr {
namespace {

TEST(Expectation, ExactFaultOnly)
{
	Expectation wanted = {VerdictKind::crash, "kernel-panic"};
	Evidence e;

	EXPECT_EQ(apply_expectation({VerdictKind::crash, "kernel-panic", {}}, wanted, e).kind,
		  VerdictKind::pass);
	EXPECT_EQ(
		apply_expectation({VerdictKind::crash, "kernel-splat:oops", {"x"}}, wanted, e).kind,
		VerdictKind::crash);
	EXPECT_EQ(apply_expectation({VerdictKind::pass, "", {}}, wanted, e).kind,
		  VerdictKind::fail);
	EXPECT_EQ(apply_expectation({VerdictKind::skip, "x", {}}, wanted, e).kind,
		  VerdictKind::skip);
	EXPECT_EQ(apply_expectation({VerdictKind::error, "host:x", {}}, wanted, e).kind,
		  VerdictKind::error);
}

VerdictKind applied(const Expectation &wanted, const Evidence &e)
{
	return apply_expectation(judge(e), wanted, e).kind;
}

TEST(Expectation, StageExitAndWords)
{
	Expectation wanted = {VerdictKind::lost, "guest-lost", Expectation::in_case, "power-off",
			      "while the case ran"};
	Evidence e = test::passing_evidence();

	e.session.machine_exit = "power-off";
	e.result.reset();
	EXPECT_EQ(applied(wanted, e), VerdictKind::pass);
	e.session.machine_exit = "triple-fault";
	EXPECT_EQ(applied(wanted, e), VerdictKind::lost);
	e.session.machine_exit = "power-off";
	e.case_starting = false;
	EXPECT_EQ(applied(wanted, e), VerdictKind::lost);
	wanted.stage = Expectation::before_case;
	wanted.mentions = "";
	EXPECT_EQ(applied(wanted, e), VerdictKind::pass);
	wanted.mentions = "quoted words";
	e.console = "[    1.000000] quoted words\n";
	EXPECT_EQ(applied(wanted, e), VerdictKind::lost);
}

TEST(Expectation, DiedAsAsked)
{
	Expectation wanted = {VerdictKind::fail, "scheduler-died", Expectation::before_case, "",
			      "exit code 3"};
	Evidence e;

	e.scheduler_wanted = true;
	e.result = WireResult{1, 0, 0, 0};
	e.died = AttachEvidence{};
	e.died->exit_code = 3;
	EXPECT_EQ(applied(wanted, e), VerdictKind::pass);
	e.died->exit_code = 1;
	EXPECT_EQ(applied(wanted, e), VerdictKind::fail);
}

TEST(Expectation, NoOtherSplat)
{
	Expectation wanted = {VerdictKind::crash, "kernel-panic", Expectation::any_stage, "",
			      "sysrq"};
	Evidence e = test::passing_evidence();

	e.splats = {{SplatClass::panic, "Kernel panic - not syncing: sysrq triggered crash"}};
	EXPECT_EQ(applied(wanted, e), VerdictKind::pass);
	e.splats.push_back({SplatClass::oops, "Oops: 0002 [#1] SMP"});
	EXPECT_EQ(applied(wanted, e), VerdictKind::pass);
	e.splats.push_back({SplatClass::warn, "WARNING: kernel/sched/ext.c:1 at x"});
	EXPECT_EQ(applied(wanted, e), VerdictKind::crash);
	e.splats.pop_back();
	e.host_error = "session-overdue";
	EXPECT_EQ(applied(wanted, e), VerdictKind::crash);

	e = test::passing_evidence();
	wanted = {VerdictKind::crash, "kernel-splat:warn", Expectation::any_stage, "",
		  "ring_buffer.c"};
	e.splats = {{SplatClass::warn, "WARNING: kernel/trace/ring_buffer.c:1 at x"}};
	EXPECT_EQ(applied(wanted, e), VerdictKind::pass);
	e.splats.push_back({SplatClass::warn, "WARNING: kernel/sched/ext.c:1 at x"});
	EXPECT_EQ(applied(wanted, e), VerdictKind::crash);
	e.splats = {{SplatClass::warn, "WARNING: kernel/sched/ext.c:1 at x"}};
	EXPECT_EQ(applied(wanted, e), VerdictKind::crash);
}

} /* namespace */
} /* namespace ktstr */
