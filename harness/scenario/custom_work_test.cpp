/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/scenario/custom_work.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "harness/scenario/rules/work_check.h"

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
	EXPECT_DEATH(CustomWorkRegistration("custom_work_test_round", nullptr), "is there twice");
}

TEST(CustomWork, AScenarioCanOnlyNameWhatThereIs)
{
	Topology topology = {1, 1, 2, 1};
	CpuSet all = {0, 1};
	WorkSpec there{.type = Custom{"custom_work_test_round"}},
		unknown{.type = Custom{"nobody's"}};

	EXPECT_TRUE(check_work(there, topology, all, false).ok());
	Result<void> refused = check_work(unknown, topology, all, false);
	ASSERT_FALSE(refused.ok());
	EXPECT_NE(refused.error().to_string().find("type.name"), std::string::npos);
	EXPECT_NE(refused.error().to_string().find("custom_work_test_round"), std::string::npos);
}

} /* namespace */
} /* namespace ktstr */
