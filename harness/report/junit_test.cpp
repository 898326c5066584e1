/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/report/junit.h"

#include <gtest/gtest.h>

#include "harness/report/test_outcome.h"

namespace ktstr {
namespace {

TEST(Junit, Escapes)
{
	std::string text = junit_document({test::make_outcome(VerdictKind::fail, "a<b")});

	EXPECT_NE(text.find("a&lt;b"), std::string::npos);
	EXPECT_NE(text.find("failures=\"1\""), std::string::npos);
}

} /* namespace */
} /* namespace ktstr */
