/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/report/report.h"

#include <gtest/gtest.h>

namespace ktstr {
namespace {

Outcome outcome(VerdictKind kind, const std::string &reason)
{
	Outcome o;

	o.name = "case.one";
	o.time_ms = 812;
	o.verdict = {kind, reason, {"because [FAIL]\n"}};
	o.repro = "./run_ktstr.sh case.one";
	o.artifacts = "/tmp/x";
	return o;
}

TEST(Tap, Lines)
{
	std::unique_ptr<Reporter> tap = make_reporter(OutputFormat::tap);

	EXPECT_EQ(tap->begin(4), "TAP version 13\n1..4\n");
	EXPECT_TRUE(tap->result(outcome(VerdictKind::pass, ""))
			    .starts_with("ok 1 case.one # time=812ms\n"));
	EXPECT_EQ(tap->result(outcome(VerdictKind::skip, "config-missing:CONFIG_X")),
		  "ok 2 case.one # SKIP config-missing:CONFIG_X\n");
	EXPECT_EQ(tap->result(outcome(VerdictKind::timeout, "case-timeout")),
		  "not ok 3 case.one # TIMEOUT time=812ms\n"
		  "# timeout: case-timeout: because [FAIL\\]\n"
		  "# artifacts: /tmp/x\n# repro: ./run_ktstr.sh case.one\n");
	EXPECT_TRUE(tap->result(outcome(VerdictKind::error, "host:x"))
			    .starts_with("not ok 4 case.one # ERROR time=812ms\n"));
	EXPECT_EQ(skip_all(OutputFormat::tap, "kvm-absent", {"x"}),
		  "TAP version 13\n1..0 # SKIP kvm-absent\n# x\n");
}

TEST(Ktap, Nested)
{
	std::unique_ptr<Reporter> ktap = make_reporter(OutputFormat::ktap);

	EXPECT_TRUE(ktap->begin(1).starts_with("KTAP version 1\n1..1\n  KTAP version 1\n"));
	EXPECT_TRUE(ktap->result(outcome(VerdictKind::fail, "x"))
			    .ends_with("  not ok 1 case.one # time=812ms\n"));
	EXPECT_EQ(ktap->end(), "not ok 1 ktstr\n");
}

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

TEST(Json, HasNothingThatBotsSearchFor)
{
	std::unique_ptr<Reporter> json = make_reporter(OutputFormat::json);
	Outcome bad = outcome(VerdictKind::crash, "kernel-panic");
	const char *line = "[    1.0] Call Trace: x FAIL: [FAIL]";

	bad.repro = line;
	bad.verdict.diagnostics.assign(100, line);
	std::string text = json->begin(1) + json->note(line) + json->result(bad) + json->end() +
			   skip_all(OutputFormat::json, line, {line});
	for (const char *mark : {" FAIL:", "[FAIL]", "] Call Trace:"})
		EXPECT_EQ(text.find(mark), std::string::npos) << mark;
	EXPECT_NE(text.find("(more in the artifacts)"), std::string::npos);
	/* On disk they stay as they came. */
	EXPECT_NE(outcome_json(bad).find(line), std::string::npos);
}

TEST(Junit, Escapes)
{
	std::string text = junit_document({outcome(VerdictKind::fail, "a<b")});

	EXPECT_NE(text.find("a&lt;b"), std::string::npos);
	EXPECT_NE(text.find("failures=\"1\""), std::string::npos);
}

} /* namespace */
} /* namespace ktstr */
