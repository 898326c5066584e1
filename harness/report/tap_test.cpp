/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/report/tap.h"

#include <gtest/gtest.h>

#include "harness/report/test_outcome.h"

namespace ktstr {
namespace {

TEST(Tap, Lines)
{
	std::unique_ptr<Reporter> tap = make_reporter(OutputFormat::tap);

	EXPECT_EQ(tap->begin(4), "TAP version 13\n1..4\n");
	EXPECT_TRUE(tap->result(test::make_outcome(VerdictKind::pass, ""))
			    .starts_with("ok 1 case.one # time=812ms\n"));
	EXPECT_EQ(tap->result(test::make_outcome(VerdictKind::skip, "config-missing:CONFIG_X")),
		  "ok 2 case.one # SKIP config-missing:CONFIG_X\n");
	EXPECT_EQ(tap->result(test::make_outcome(VerdictKind::timeout, "case-timeout")),
		  "not ok 3 case.one # TIMEOUT time=812ms\n"
		  "# timeout: case-timeout: because [FAIL\\]\n"
		  "# artifacts: /tmp/x\n# repro: ./run_ktstr.sh case.one\n");
	EXPECT_TRUE(tap->result(test::make_outcome(VerdictKind::error, "host:x"))
			    .starts_with("not ok 4 case.one # ERROR time=812ms\n"));
	EXPECT_EQ(skip_all(OutputFormat::tap, "kvm-absent", {"x"}),
		  "TAP version 13\n1..0 # SKIP kvm-absent\n# x\n");
}

TEST(Ktap, Nested)
{
	std::unique_ptr<Reporter> ktap = make_reporter(OutputFormat::ktap);

	EXPECT_TRUE(ktap->begin(1).starts_with("KTAP version 1\n1..1\n  KTAP version 1\n"));
	EXPECT_TRUE(ktap->result(test::make_outcome(VerdictKind::fail, "x"))
			    .ends_with("  not ok 1 case.one # time=812ms\n"));
	EXPECT_EQ(ktap->end(), "not ok 1 ktstr\n");
}

} /* namespace */
} /* namespace ktstr */
