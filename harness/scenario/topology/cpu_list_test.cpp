/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/scenario/topology/cpu_list.h"

#include <gtest/gtest.h>

namespace ktstr {
namespace {

using List = std::vector<unsigned>;

TEST(CpuList, ReadsWhatTheKernelPrints)
{
	EXPECT_EQ(parse_cpu_list("").value(), List());
	EXPECT_EQ(parse_cpu_list("\n").value(), List());
	EXPECT_EQ(parse_cpu_list(" 0 \n").value(), List({0}));
	EXPECT_EQ(parse_cpu_list("0\n").value(), List({0}));
	EXPECT_EQ(parse_cpu_list("0-3,8,10-11\n").value(), List({0, 1, 2, 3, 8, 10, 11}));
	EXPECT_EQ(parse_cpu_list("0-8191").value().size(), kMaxHostCpus);
}

TEST(CpuList, RefusesTheRest)
{
	for (const char *text :
	     {",", "0,", "-", "-1", "1-", "3-1", "0 1", "0x1", "a", "8192", "0-8192", "1,1", "3,2",
	      "0-4,4", "0-1-2", "1,,2", "0--3", "+1", "99999999999999999999"})
		EXPECT_FALSE(parse_cpu_list(text).ok()) << text;
	EXPECT_FALSE(parse_cpu_list(std::string_view("0\0", 2)).ok());
	EXPECT_TRUE(parse_cpu_list("0-3", 4).ok());
	EXPECT_FALSE(parse_cpu_list("0-3", 3).ok());
}

TEST(CpuList, WritesRanges)
{
	EXPECT_EQ(cpu_list_text({}), "");
	EXPECT_EQ(cpu_list_text({7}), "7");
	EXPECT_EQ(cpu_list_text({3, 1, 0, 2, 2, 9, 11, 10}), "0-3,9-11");
}

} /* namespace */
} /* namespace ktstr */
