/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/run/case_runner.h"

#include <gtest/gtest.h>

#include "harness/base/test_folder.h"

namespace ktstr {
namespace {

Outcome attempt(VerdictKind kind, const std::string &reason, const std::string &artifacts)
{
	Outcome outcome;

	outcome.verdict = {kind, reason, {"because of " + reason}};
	outcome.artifacts = artifacts;
	return outcome;
}

TEST(CaseRunner, AMissingOptionExplainsNoCrash)
{
	Evidence evidence;

	for (VerdictKind kind :
	     {VerdictKind::crash, VerdictKind::timeout, VerdictKind::lost, VerdictKind::error})
		EXPECT_EQ(conclude({kind, "x", {}}, "config-missing:Y", {}, evidence).kind, kind);
	for (VerdictKind kind : {VerdictKind::fail, VerdictKind::inconclusive, VerdictKind::pass}) {
		Verdict verdict = conclude({kind, "x", {}}, "config-missing:Y", {}, evidence);

		EXPECT_EQ(verdict.kind, VerdictKind::skip);
		EXPECT_EQ(verdict.reason, "config-missing:Y");
	}
	EXPECT_EQ(conclude({VerdictKind::fail, "x", {}}, "", {}, evidence).reason, "x");
}

TEST(CaseRunner, ARetryThatIsOkIsFlaky)
{
	for (VerdictKind kind : {VerdictKind::pass, VerdictKind::skip}) {
		Outcome outcome =
			settle_attempts({attempt(VerdictKind::crash, "kernel-panic", "one"),
					 attempt(VerdictKind::fail, "assert:a", "two"),
					 attempt(kind, "", "three")});

		EXPECT_EQ(outcome.verdict.kind, VerdictKind::fail);
		EXPECT_EQ(outcome.verdict.reason, "flaky");
		EXPECT_EQ(outcome.artifacts, "one");
		ASSERT_EQ(outcome.verdict.diagnostics.size(), 2u);
		EXPECT_NE(outcome.verdict.diagnostics[0].find("kernel-panic"), std::string::npos);
		EXPECT_EQ(outcome.verdict.diagnostics[1], "because of kernel-panic");
	}
}

TEST(CaseRunner, TheFirstFailureStandsRatherThanTheHosts)
{
	EXPECT_EQ(settle_attempts({attempt(VerdictKind::pass, "", "one")}).verdict.kind,
		  VerdictKind::pass);
	Outcome outcome =
		settle_attempts({attempt(VerdictKind::error, "host:x", "one"),
				 attempt(VerdictKind::crash, "kernel-panic", "two"),
				 attempt(VerdictKind::error, "host:interrupted", "three")});
	EXPECT_EQ(outcome.verdict.reason, "kernel-panic");
	EXPECT_EQ(outcome.artifacts, "two");
}

TEST(CaseRunner, ASessionThatFailedProvesNothing)
{
	test::TestFolder folder;
	SessionResult result;

	result.machine_exit = "power_off";
	folder.write(kResultFile, serialise_session_result(result));
	EXPECT_EQ(gather_evidence(folder.path(), {CommandResult::exited, 0, ""}, "", {}).host_error,
		  "");
	Evidence evidence = gather_evidence(folder.path(), {CommandResult::exited, 1, ""}, "", {});
	EXPECT_EQ(evidence.host_error, "session-failed");
	EXPECT_NE(evidence.host_detail.find("exit code 1"), std::string::npos);
}

TEST(CaseRunner, ContentionIsTheHostsError)
{
	test::TestFolder folder;
	SessionResult result;

	result.error = "reserve host LLCs: the host LLCs of CPUs 0, held by pid 7";
	result.error_reason = "placement-contended";
	result.placement = "waiting for it";
	folder.write(kResultFile, serialise_session_result(result));
	Evidence evidence = gather_evidence(folder.path(), {CommandResult::exited, 0, ""}, "", {});
	EXPECT_EQ(evidence.session.placement, "waiting for it");
	Verdict verdict = judge(evidence);
	EXPECT_EQ(verdict.kind, VerdictKind::error);
	EXPECT_EQ(verdict.reason, "host:placement-contended");
	/* Nor does what the kernel lacks explain it away. */
	EXPECT_EQ(conclude(verdict, "config-missing:Y", {}, evidence).kind, VerdictKind::error);
}

TEST(CaseRunner, LostRecordsAreNoPass)
{
	test::TestFolder folder;
	SessionResult result;

	result.machine_exit = "power_off";
	result.dropped_records = 3;
	result.dropped_facts = 2;
	folder.write(kResultFile, serialise_session_result(result));
	Evidence evidence = gather_evidence(folder.path(), {CommandResult::exited, 0, ""}, "", {});
	evidence.hello = evidence.payload_starting = true;
	evidence.result = WireResult{};
	Verdict verdict = judge(evidence);
	EXPECT_EQ(verdict.kind, VerdictKind::inconclusive);
	EXPECT_EQ(verdict.reason, "assert:records");
}

} /* namespace */
} /* namespace ktstr */
