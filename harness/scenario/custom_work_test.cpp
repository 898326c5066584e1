/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/scenario/custom_work.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace ktstr {
namespace {

KTSTR_WORK(custom_work_test_round)
{
	worker.iteration();
}

TEST(CustomWork, IsFoundByItsName)
{
	const std::vector<NamedCustomWork> &all = all_custom_work();

	EXPECT_EQ(find_custom_work("custom_work_test_round"), custom_work_test_round);
	EXPECT_EQ(find_custom_work("custom_work_test"), nullptr);
	EXPECT_EQ(find_custom_work(""), nullptr);
	EXPECT_TRUE(std::any_of(all.begin(), all.end(), [](const NamedCustomWork &work) {
		return work.run == custom_work_test_round;
	}));
}

TEST(CustomWorkDeathTest, ANameThatIsTakenAborts)
{
	EXPECT_DEATH(CustomWorkRegistration("custom_work_test_round", nullptr),
		     "is registered twice");
}

} /* namespace */
} /* namespace ktstr */
