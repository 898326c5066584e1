/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/base/text.h"

#include <gtest/gtest.h>

namespace ktstr {
namespace {

TEST(Text, QuotedLinesCarryNoMark)
{
	std::string quoted = quote_line("x FAIL: [FAIL] [ 1.0] Call Trace:\x01\xff\r\n");

	EXPECT_EQ(quoted.find(" FAIL:"), std::string::npos);
	EXPECT_EQ(quoted.find("[FAIL]"), std::string::npos);
	EXPECT_EQ(quoted.find("] Call Trace:"), std::string::npos);
	EXPECT_EQ(quoted.find('\n'), std::string::npos);
	EXPECT_NE(quoted.find("\\x01\\xff"), std::string::npos);
	EXPECT_LE(quote_line(std::string(100000, 'x')).size(), 260u);
}

TEST(Text, Numbers)
{
	EXPECT_EQ(parse_number("18446744073709551615"), UINT64_MAX);
	for (const char *bad : {"", "-1", "+1", " 1", "1x", "18446744073709551616"})
		EXPECT_FALSE(parse_number(bad)) << bad;
}

TEST(Text, Words)
{
	EXPECT_EQ(shell_word("a b'c"), "'a b'\\''c'");
	EXPECT_EQ(shell_word(""), "''");
	EXPECT_EQ(hide_marks_in_json("[\" FAIL:[FAIL]] Call Trace:\"]"),
		  "[\" FAIL\\u003a[FAIL\\u005d]\\u0020Call Trace:\"]");
	EXPECT_EQ(hide_marks_in_json(""), "");
	EXPECT_EQ(xml_text("<&\x01>"), "&lt;&amp;?&gt;");
	EXPECT_EQ(last_lines("a\nb\nc\n", 2), (std::vector<std::string_view>{"b", "c"}));
}

} /* namespace */
} /* namespace ktstr */
