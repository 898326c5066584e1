/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/wire/percent.h"

#include <gtest/gtest.h>

namespace ktstr {
namespace {

TEST(Percent, EveryByteComesBack)
{
	std::string all;
	for (int c = 0; c < 256; c++)
		all += char(c);
	std::string text = percent_escape(all, "\t");
	EXPECT_EQ(text.find_first_of(std::string_view("\n\t\0", 3)), std::string::npos);
	Result<std::string> back = percent_unescape(text);
	ASSERT_TRUE(back.ok());
	EXPECT_EQ(back.value(), all);
}

TEST(Percent, OnlyWhatMustBeIsEscaped)
{
	EXPECT_EQ(percent_escape("a=b\tc"), "a=b\tc");
	EXPECT_EQ(percent_escape("a\tb%\n", "\t"), "a%09b%25%0A");
	EXPECT_EQ(percent_unescape("%0a%0A").value(), "\n\n");
}

TEST(Percent, MalformedIsRefused)
{
	for (const char *text : {"%", "x%", "%0", "%zz", "%0g", "%-1", "%+1", "% 1", "%%25"})
		EXPECT_FALSE(percent_unescape(text).ok()) << text;
}

} /* namespace */
} /* namespace ktstr */
