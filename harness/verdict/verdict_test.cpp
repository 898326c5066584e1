/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/verdict/verdict.h"

#include <gtest/gtest.h>

#include "harness/verdict/test_evidence.h"

namespace ktstr {
namespace {

void expect_verdict(const Evidence &e, VerdictKind kind, const std::string &reason)
{
	Verdict verdict = judge(e);

	EXPECT_EQ(to_string(verdict.kind), std::string(to_string(kind)));
	EXPECT_EQ(verdict.reason, reason);
	EXPECT_TRUE(verdict.ok() || !verdict.diagnostics.empty());
}

TEST(Verdict, PassNeedsEverything)
{
	expect_verdict(test::passing_evidence(), VerdictKind::pass, "");
	expect_verdict(Evidence{}, VerdictKind::lost, "guest-lost");

	Evidence e = test::passing_evidence();
	e.case_starting = false;
	expect_verdict(e, VerdictKind::lost, "guest-lost");
	e = test::passing_evidence();
	e.result.reset();
	expect_verdict(e, VerdictKind::lost, "guest-lost");
	e = test::passing_evidence();
	e.scheduler_wanted = true;
	expect_verdict(e, VerdictKind::lost, "attach-unconfirmed");
	e.attached = AttachEvidence{};
	expect_verdict(e, VerdictKind::pass, "");
	e = test::passing_evidence();
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
	Evidence e = test::passing_evidence();
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
	e.session.deadline = Deadline::case_;
	expect_verdict(e, VerdictKind::timeout, "case-timeout");
	e.session.deadline = Deadline::boot;
	expect_verdict(e, VerdictKind::timeout, "boot-timeout");
	e.splats.push_back({SplatClass::warn, "WARNING: x"});
	expect_verdict(e, VerdictKind::crash, "kernel-splat:warn");
	e.host_error = "emulated-host-lost";
	e.host_detail = "heartbeat stopped";
	expect_verdict(e, VerdictKind::error, "host:emulated-host-lost");
}

TEST(Verdict, ATimeoutTellsItsLengthAndABusyHost)
{
	Evidence e = test::passing_evidence();

	e.session.deadline = Deadline::boot;
	e.session.deadline_ms = 60000;
	e.host_cpus = 2;
	e.others_load = 1.9;
	EXPECT_EQ(judge(e).diagnostics.at(0),
		  "the guest's init did not report before the boot deadline (60000 ms)");
	EXPECT_EQ(judge(e).diagnostics.size(), 1u);
	e.others_load = 9.25;
	EXPECT_EQ(judge(e).diagnostics.at(1),
		  "other work was running on this machine: load average 9.2 without this run, on 2 "
		  "CPUs");
	e.session.deadline = Deadline::case_;
	EXPECT_EQ(judge(e).diagnostics.at(0), "no result before the case's deadline (60000 ms)");
}

std::string told(const CheckEvidence &check)
{
	Evidence e = test::passing_evidence();

	e.checks.push_back(check);
	return judge(e).diagnostics.at(0);
}

TEST(Verdict, ChecksTellValueThresholdUnitAndWhere)
{
	EXPECT_EQ(told({CheckStatus::fail, "gap", "step 2 (swap): here", 812.5, 500, "ms"}),
		  "check gap did not hold (measured 812.5 ms, bound 500 ms): step 2 (swap): "
		  "here");
	EXPECT_EQ(told({CheckStatus::fail, "throughput", "here", 1234567, 2000000000, "1/s"}),
		  "check throughput did not hold (measured 1234567 1/s, bound 2000000000 1/s): "
		  "here");
	EXPECT_EQ(told({CheckStatus::fail, "left", "", 1, 0, ""}),
		  "check left did not hold (measured 1, bound 0)");
	EXPECT_EQ(told({CheckStatus::no_data, "gap", "none", 0, 500, "ms"}),
		  "check gap had no data (bound 500 ms): none");
	EXPECT_EQ(told({CheckStatus::no_data, "log", "none", 0, 0, ""}),
		  "check log had no data: none");
}

TEST(Verdict, HostileNamesMakeSafeReasons)
{
	Evidence e = test::passing_evidence();

	e.checks.push_back({CheckStatus::fail, "a b\n# [FAIL]", "", 0, 0, ""});
	EXPECT_EQ(judge(e).reason, "assert:a_b____FAIL_");
}

TEST(Verdict, SplatsExplainAHostErrorOfTheGuestsMaking)
{
	Evidence e = test::passing_evidence();

	e.splats = {{SplatClass::oops, "Oops: 0002 [#1] SMP"}};
	for (const char *what : {"kvm-internal-error", "session-overdue"}) {
		e.host_error = what;
		expect_verdict(e, VerdictKind::crash, "kernel-splat:oops");
	}
	e.splats.clear();
	e.host_detail = "overdue";
	expect_verdict(e, VerdictKind::error, "host:session-overdue");
}

TEST(Verdict, AttachDeadlineAfterARecord)
{
	Evidence e;

	e.scheduler_wanted = true;
	e.session.deadline = Deadline::attach;
	expect_verdict(e, VerdictKind::timeout, "case-timeout");
	e.not_attached = AttachEvidence{NotAttachedReason::timeout, 0, 0, 0, 0, 0, "", "", ""};
	expect_verdict(e, VerdictKind::timeout, "scheduler-not-attached:timeout");
	e.not_attached->reason = NotAttachedReason::sysfs_absent;
	expect_verdict(e, VerdictKind::fail, "scheduler-not-attached:sysfs-absent");
	e.not_attached.reset();
	e.died = AttachEvidence{};
	expect_verdict(e, VerdictKind::fail, "scheduler-died");
}

TEST(Verdict, BodyWithoutACheck)
{
	Evidence e = test::passing_evidence();

	e.checks_wanted = true;
	expect_verdict(e, VerdictKind::inconclusive, "assert:no-check");
	e.checks.push_back({CheckStatus::pass, "share", "", 1, 2, "%"});
	expect_verdict(e, VerdictKind::pass, "");
	e.checks.clear();
	e.skip = "feature-missing:x";
	expect_verdict(e, VerdictKind::skip, "feature-missing:x");
}

} /* namespace */
} /* namespace ktstr */
