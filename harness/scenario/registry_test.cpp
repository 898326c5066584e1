/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/scenario/registry.h"

#include <gtest/gtest.h>

namespace ktstr
{
namespace
{

TEST(Registry, SortsByName)
{
	Case a{.name = "a.first", .description = "One."};
	Case b{.name = "b:second-1_x", .description = "Two."};
	std::vector<const Case *> cases = {&b, &a};

	ASSERT_TRUE(sort_cases(cases).ok());
	EXPECT_EQ(cases[0], &a);
	EXPECT_EQ(cases[1], &b);
}

TEST(Registry, RefusesWhatBreaksTheRules)
{
	Case good{.name = "good", .description = "Fine."};
	Case twin{.name = "good", .description = "Again."};
	Case silent{.name = "silent", .description = ""};
	Case spaced{.name = "with space", .description = "Not a name."};
	Case empty{.name = "", .description = "Not a name."};

	Case uneven{.name = "uneven", .description = "Impossible.", .topology = {2, 3, 1, 1}};

	for (const Case *bad : {&twin, &silent, &spaced, &empty, &uneven}) {
		std::vector<const Case *> cases = {&good, bad};

		EXPECT_FALSE(sort_cases(cases).ok()) << bad->description;
	}
}

TEST(Registry, WordsAreStable)
{
	EXPECT_EQ((Topology{1, 2, 4, 2}).to_string(), "1:2:4:2");
	EXPECT_EQ((Topology{1, 2, 4, 2}).cpus(), 16u);
	EXPECT_STREQ(to_string(VerdictKind::inconclusive), "inconclusive");
	EXPECT_STREQ(to_string(VerdictKind::crash), "crash");
	EXPECT_EQ(find_case("no such case"), nullptr);
}

} /* namespace */
} /* namespace ktstr */
