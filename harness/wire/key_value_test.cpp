/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/wire/key_value.h"

#include <gtest/gtest.h>

namespace ktstr {
namespace {

TEST(KeyValue, RoundTripAndHostile)
{
	KeyValues pairs = {{"a", std::string("x%\n\0y=", 6)}, {"b", ""}};
	Result<KeyValues> back = parse_key_values(serialise_key_values(pairs));

	ASSERT_TRUE(back.ok());
	EXPECT_EQ(back.value(), pairs);
	for (const char *bad :
	     {"x\n", "=x\n", "a=%\n", "a=%0\n", "a=%zz\n", "a=b", "\n", "a=b\n\n"})
		EXPECT_FALSE(parse_key_values(bad).ok()) << bad;
}

} /* namespace */
} /* namespace ktstr */
