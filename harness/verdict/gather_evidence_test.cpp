/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/verdict/gather_evidence.h"

#include <gtest/gtest.h>

#include "harness/base/test_folder.h"
#include "harness/verdict/verdict.h"

namespace ktstr {
namespace {

TEST(GatherEvidence, ASessionThatFailedProvesNothing)
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

TEST(GatherEvidence, ContentionIsTheHostsError)
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
}

TEST(GatherEvidence, LostRecordsAreNoPass)
{
	test::TestFolder folder;
	SessionResult result;

	result.machine_exit = "power_off";
	result.dropped_records = 3;
	result.dropped_facts = 2;
	folder.write(kResultFile, serialise_session_result(result));
	Evidence evidence = gather_evidence(folder.path(), {CommandResult::exited, 0, ""}, "", {});
	evidence.hello = evidence.case_starting = true;
	evidence.result = WireResult{};
	Verdict verdict = judge(evidence);
	EXPECT_EQ(verdict.kind, VerdictKind::inconclusive);
	EXPECT_EQ(verdict.reason, "assert:records");
}

} /* namespace */
} /* namespace ktstr */
