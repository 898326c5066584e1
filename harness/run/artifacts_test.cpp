/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/run/artifacts.h"

#include <gtest/gtest.h>

#include <limits>

namespace ktstr {
namespace {

TEST(ChecksJson, TellsWhatEachMeasured)
{
	EXPECT_EQ(dump_json(checks_json({})), "[]");
	EXPECT_EQ(dump_json(checks_json(
			  {{CheckStatus::pass, "gap", "step 0: \"a\"", 1.5, 200, "ms"}})),
		  "[{\"name\":\"gap\",\"status\":\"pass\",\"measured\":1.5,\"bound\":200.0,"
		  "\"unit\":\"ms\","
		  "\"detail\":\"step 0: \\\"a\\\"\"}]");
}

TEST(ChecksJson, WhatIsNoNumberIsNull)
{
	std::string text = dump_json(checks_json(
		{{CheckStatus::no_data, "x", "", std::numeric_limits<double>::quiet_NaN(),
		  std::numeric_limits<double>::infinity(), ""}}));

	EXPECT_NE(text.find("\"measured\":null,\"bound\":null"), text.npos) << text;
	EXPECT_NE(text.find("no-data"), text.npos);
}

} /* namespace */
} /* namespace ktstr */
