/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/run/case_runner.h"

#include <gtest/gtest.h>

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

TEST(CaseRunner, AMissingOptionExplainsNoBrokenHost)
{
	Verdict broken = {VerdictKind::error, "host:placement-contended", {}};

	EXPECT_EQ(conclude(broken, "config-missing:Y", {}, {}).kind, VerdictKind::error);
}

} /* namespace */
} /* namespace ktstr */
