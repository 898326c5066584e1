/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/verdict.h"

#include <gtest/gtest.h>

namespace ktstr {
namespace {

Evidence passing()
{
	Evidence e;

	e.session.machine_exit = "power_off";
	e.hello = true;
	e.payload_starting = true;
	e.result = WireResult{};
	return e;
}

void expect_verdict(const Evidence &e, VerdictKind kind, const std::string &reason)
{
	Verdict verdict = judge(e);

	EXPECT_EQ(to_string(verdict.kind), std::string(to_string(kind)));
	EXPECT_EQ(verdict.reason, reason);
	EXPECT_TRUE(verdict.ok() || !verdict.diagnostics.empty());
}

TEST(Verdict, PassNeedsEverything)
{
	expect_verdict(passing(), VerdictKind::pass, "");
	expect_verdict(Evidence{}, VerdictKind::lost, "guest-lost");

	Evidence e = passing();
	e.payload_starting = false;
	expect_verdict(e, VerdictKind::lost, "guest-lost");
	e = passing();
	e.result.reset();
	expect_verdict(e, VerdictKind::lost, "guest-lost");
	e = passing();
	e.scheduler_wanted = true;
	expect_verdict(e, VerdictKind::lost, "attach-unconfirmed");
	e.attached = AttachEvidence{};
	expect_verdict(e, VerdictKind::pass, "");
	e = passing();
	e.session.violation = "bad-crc at byte 7";
	expect_verdict(e, VerdictKind::lost, "guest-lost");
}

TEST(Verdict, AttachOutcomes)
{
	Evidence e;
	e.scheduler_wanted = true;
	expect_verdict(e, VerdictKind::lost, "attach-unconfirmed");
	e.result = WireResult{1, 0, 0, 0};
	e.died = AttachEvidence{};
	expect_verdict(e, VerdictKind::fail, "scheduler-died");
	e.died.reset();
	e.not_attached = AttachEvidence{NotAttachedReason::timeout, 0, 0, 0, 0, 0, "", "", ""};
	expect_verdict(e, VerdictKind::timeout, "scheduler-not-attached:timeout");
	e.not_attached->reason = NotAttachedReason::sysfs_absent;
	expect_verdict(e, VerdictKind::fail, "scheduler-not-attached:sysfs-absent");
}

TEST(Verdict, Precedence)
{
	Evidence e = passing();
	e.skip = "feature-missing:x";
	expect_verdict(e, VerdictKind::skip, "feature-missing:x");
	e.checks.push_back({CheckStatus::no_data, "latency", "", 0, 0, ""});
	expect_verdict(e, VerdictKind::inconclusive, "assert:latency");
	e.checks.push_back({CheckStatus::fail, "share", "", 1, 2, "%"});
	expect_verdict(e, VerdictKind::fail, "assert:share");
	e.scheduler_exit = SchedulerExit{-1, 0, "stall", "runnable task stall"};
	expect_verdict(e, VerdictKind::fail, "scheduler-exited:stall");
	e.result.reset();
	expect_verdict(e, VerdictKind::lost, "guest-lost");
	e.session.deadline = Deadline::body;
	expect_verdict(e, VerdictKind::timeout, "case-timeout");
	e.session.deadline = Deadline::boot;
	expect_verdict(e, VerdictKind::timeout, "boot-timeout");
	e.splats.push_back({SplatClass::warn, "WARNING: x"});
	expect_verdict(e, VerdictKind::crash, "kernel-splat:warn");
	e.host_error = "emulated-host-lost";
	e.host_detail = "heartbeat stopped";
	expect_verdict(e, VerdictKind::error, "host:emulated-host-lost");
}

TEST(Verdict, HostileNamesMakeSafeReasons)
{
	Evidence e = passing();

	e.checks.push_back({CheckStatus::fail, "a b\n# [FAIL]", "", 0, 0, ""});
	EXPECT_EQ(judge(e).reason, "assert:a_b____FAIL_");
}

TEST(Expectation, ExactFaultOnly)
{
	Expectation wanted = {VerdictKind::crash, "kernel-panic"};

	EXPECT_EQ(apply_expectation({VerdictKind::crash, "kernel-panic", {}}, wanted).kind,
		  VerdictKind::pass);
	EXPECT_EQ(apply_expectation({VerdictKind::crash, "kernel-splat:oops", {"x"}}, wanted).kind,
		  VerdictKind::crash);
	EXPECT_EQ(apply_expectation({VerdictKind::pass, "", {}}, wanted).kind, VerdictKind::fail);
	EXPECT_EQ(apply_expectation({VerdictKind::skip, "x", {}}, wanted).kind, VerdictKind::skip);
	EXPECT_EQ(apply_expectation({VerdictKind::error, "host:x", {}}, wanted).kind,
		  VerdictKind::error);
}

} /* namespace */
} /* namespace ktstr */
