/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/judge/judge_program.h"

#include <gtest/gtest.h>

namespace ktstr {
namespace {

const Payload kScored = {
	.name = "p",
	.program = "sh",
	.exit_code = 3,
	.output = Payload::Output::lines,
	.metrics = {{.name = "score", .minimum = 40, .maximum = 50}, {.name = "none"}}};

ProgramRun ended(int exit_code, const char *output)
{
	return {.where = "step 0", .cgroup = "", .exit_code = exit_code, .output = output};
}

TEST(JudgeProgram, ExitCodeAndEachMetric)
{
	std::vector<CheckReport> reports = judge_program(kScored, ended(3, "score 41\n"));

	ASSERT_EQ(reports.size(), 3u);
	EXPECT_STREQ(reports[0].name, "payload-exit-code");
	EXPECT_EQ(reports[0].status, CheckReport::pass);
	EXPECT_EQ(reports[0].detail, "step 0: p");
	EXPECT_STREQ(reports[1].name, "payload-metric");
	EXPECT_EQ(reports[1].status, CheckReport::pass);
	EXPECT_EQ(reports[1].measured, 41);
	EXPECT_EQ(reports[1].bound, 40);
	EXPECT_EQ(reports[2].status, CheckReport::no_data);
	EXPECT_NE(reports[2].detail.find("step 0: p: none"), std::string::npos);
}

TEST(JudgeProgram, AWrongExitCodeAndAMetricOutOfRangeFail)
{
	for (const char *output : {"score=39", "score: 51"}) {
		std::vector<CheckReport> reports = judge_program(kScored, ended(0, output));

		EXPECT_EQ(reports[0].status, CheckReport::fail);
		EXPECT_EQ(reports[1].status, CheckReport::fail) << output;
	}
}

TEST(JudgeProgram, OneThatWasKilledHasNoExitCode)
{
	ProgramRun run = ended(0, "");

	run.exit_code.reset();
	run.cgroup = "a";
	std::vector<CheckReport> reports = judge_program(kScored, run);
	ASSERT_EQ(reports.size(), 2u);
	EXPECT_EQ(reports[0].status, CheckReport::no_data);
	EXPECT_TRUE(reports[0].detail.starts_with("step 0: p in a: score, at least 40"));
}

} /* namespace */
} /* namespace ktstr */
