/* SPDX-License-Identifier: GPL-2.0 */
#include "init/work/test_workers.h"

namespace ktstr
{
namespace
{

TEST(CpuWork, SpinUsesCpuAndNothingElse)
{
	TestWorkers workers(Spin{.chunk_us = 500});

	ASSERT_TRUE(workers.wait_until([&] { return workers.cpu_seconds() >= 0.1; }));
	uint64_t iterations = workers.iterations();
	EXPECT_GT(iterations, 0u);
	/* By the clock, so that others on its CPU make more iterations of a second, not fewer. */
	EXPECT_EQ(workers.report().tells_gaps.load(), 1u);
	EXPECT_GT(workers.report().gap_ns.load(), 0u);
	EXPECT_EQ(workers.report().outside.load(), 0u);
	EXPECT_EQ(workers.report().wakes.load(), 0u);
}

TEST(CpuWork, YieldGoesRoundFast)
{
	TestWorkers workers(Yield{});

	EXPECT_TRUE(workers.wait_for_iterations(1000));
	EXPECT_EQ(workers.report().tells_gaps.load(), 0u);
}

} /* namespace */
} /* namespace ktstr */
