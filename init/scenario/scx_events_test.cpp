/* SPDX-License-Identifier: GPL-2.0 */
#include "init/scenario/scx_events.h"

#include <gtest/gtest.h>

namespace ktstr {
namespace {

TEST(ScxEvents, Growth)
{
	std::optional<std::vector<EventCount>> grown = event_growth(
		{{"SCX_EV_A", 5}, {"SCX_EV_B", 7}}, {{"SCX_EV_A", 5}, {"SCX_EV_B", 10}});

	ASSERT_TRUE(grown);
	ASSERT_EQ(grown->size(), 2u);
	EXPECT_EQ((*grown)[0].count, 0u);
	EXPECT_EQ((*grown)[1].count, 3u);
}

TEST(ScxEvents, NoGrowthOfOtherCounters)
{
	EXPECT_FALSE(event_growth({}, {}));
	EXPECT_FALSE(event_growth({}, {{"SCX_EV_A", 1}}));
	EXPECT_FALSE(event_growth({{"SCX_EV_A", 2}}, {{"SCX_EV_A", 1}}));
	EXPECT_FALSE(event_growth({{"SCX_EV_A", 2}}, {}));
}

TEST(ScxEvents, NoFileNoEvents)
{
	EXPECT_TRUE(scx_events("/no/such/file").empty());
}

} /* namespace */
} /* namespace ktstr */
