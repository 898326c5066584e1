/* SPDX-License-Identifier: GPL-2.0 */
#include "init/sched/leftovers.h"

#include <gtest/gtest.h>

namespace ktstr {
namespace {

using Kind = BpfObject::Kind;

const std::vector<BpfObject> kBefore = {{Kind::program, 3, "a"}, {Kind::map, 4, "b"}};

TEST(Leftovers, NothingNewIsNothingLeft)
{
	CheckReport report = judge_leftovers(kBefore, {kBefore, "disabled"});

	EXPECT_STREQ(report.name, "nothing-left-after-detach");
	EXPECT_EQ(report.status, CheckReport::pass);
	EXPECT_EQ(report.measured, 0);
	/* Objects from before may disappear. */
	EXPECT_EQ(judge_leftovers(kBefore, {{}, "disabled"}).status, CheckReport::pass);
}

TEST(Leftovers, IdsAreOfTheirKind)
{
	std::vector<BpfObject> added = new_objects(
		kBefore, {{Kind::link, 3, "type 9"}, {Kind::map, 3, "m"}, {Kind::program, 3, "a"}});

	ASSERT_EQ(added.size(), 2u);
	EXPECT_EQ(added[0].kind, Kind::link);
	EXPECT_EQ(added[1].name, "m");
}

TEST(Leftovers, NamesWhatIsLeft)
{
	std::vector<BpfObject> after = kBefore;

	after.push_back({Kind::map, 9, "counters"});
	after.push_back({Kind::link, 2, ""});
	CheckReport report = judge_leftovers(kBefore, {after, "disabling"});
	EXPECT_EQ(report.status, CheckReport::fail);
	EXPECT_EQ(report.measured, 3);
	for (const char *word : {"map 9 (counters)", "link 2,", "state disabling"})
		EXPECT_NE(report.detail.find(word), std::string::npos) << report.detail;
}

} /* namespace */
} /* namespace ktstr */
