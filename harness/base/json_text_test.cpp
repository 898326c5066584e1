/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/base/json_text.h"

#include <gtest/gtest.h>

namespace ktstr {
namespace {

std::string dumped(std::string_view text)
{
	return dump_json(JsonValue(json_text(text)));
}

TEST(JsonText, TakesAnyBytes)
{
	using namespace std::string_view_literals;

	EXPECT_EQ(dumped("a\"\\\n\x01\xff"), "\"a\\\"\\\\\\n\\u0001\\u00FF\"");
	EXPECT_EQ(dumped("a\0b"sv), "\"a\\u0000b\"");
	EXPECT_EQ(dumped("\xc3\x28\x80"), "\"\\u00C3(\\u0080\"");
	EXPECT_EQ(dumped(""), "\"\"");
}

TEST(JsonText, WritesOneLineAndTheDigitsThatAreAskedFor)
{
	JsonValue value(json_pack("{s:f, s:[]}", "a", 0.1, "b"));

	EXPECT_EQ(dump_json(value, 6), "{\"a\":0.1,\"b\":[]}");
	EXPECT_EQ(dump_json(value), "{\"a\":0.10000000000000001,\"b\":[]}");
}

} /* namespace */
} /* namespace ktstr */
