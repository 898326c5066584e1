/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/scenario/rules/work_check.h"

#include <gtest/gtest.h>

#include "harness/scenario/custom_work.h"

namespace ktstr {
namespace {

KTSTR_WORK(work_check_test_round)
{
	worker.iteration();
}

TEST(WorkCheck, AScenarioCanOnlyNameWhatThereIs)
{
	Topology topology = {1, 1, 2, 1};
	CpuSet all = {0, 1};
	WorkSpec there{.type = Custom{"work_check_test_round"}},
		unknown{.type = Custom{"nobody's"}};

	EXPECT_TRUE(check_work(there, topology, all, false).ok());
	Result<void> refused = check_work(unknown, topology, all, false);
	ASSERT_FALSE(refused.ok());
	EXPECT_NE(refused.error().to_string().find("type.name"), std::string::npos);
	EXPECT_NE(refused.error().to_string().find("work_check_test_round"), std::string::npos);
}

} /* namespace */
} /* namespace ktstr */
