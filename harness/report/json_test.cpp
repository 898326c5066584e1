/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/report/json.h"

#include <gtest/gtest.h>

#include "harness/report/test_outcome.h"

namespace ktstr {
namespace {

TEST(Json, HasNothingThatBotsSearchFor)
{
	std::unique_ptr<Reporter> json = make_reporter(OutputFormat::json);
	Outcome bad = test::make_outcome(VerdictKind::crash, "kernel-panic");
	const char *line = "[    1.0] Call Trace: x FAIL: [FAIL]";

	bad.repro = line;
	bad.verdict.diagnostics.assign(100, line);
	std::string text = json->begin(1) + json->note(line) + json->result(bad) + json->end() +
			   skip_all(OutputFormat::json, line, {line});
	for (const char *mark : {" FAIL:", "[FAIL]", "] Call Trace:"})
		EXPECT_EQ(text.find(mark), std::string::npos) << mark;
	EXPECT_NE(text.find("(more in the artifacts)"), std::string::npos);
	/* They are stored raw on disk. */
	EXPECT_NE(dump_json(outcome_json(bad)).find(line), std::string::npos);
}

} /* namespace */
} /* namespace ktstr */
