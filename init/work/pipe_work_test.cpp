/* SPDX-License-Identifier: GPL-2.0 */
#include "init/work/test_workers.h"

namespace ktstr {
namespace {

/** Whether the iterations of two workers that alternate fit together, read one after the other. */
bool alternate(TestWorkers &workers, unsigned even)
{
	uint64_t before = workers.iterations(even);
	uint64_t other = workers.iterations(even + 1);
	uint64_t after = workers.iterations(even);

	/* The odd worker answers first, so it is ahead by one or not at all. */
	return other >= before && other <= after + 1;
}

void expect_pairs(TestWorkers &workers)
{
	ASSERT_TRUE(workers.wait_for_iterations(100));
	for (unsigned i = 0; i < 100; i++) {
		ASSERT_TRUE(alternate(workers, 0));
		ASSERT_TRUE(alternate(workers, 2));
	}
	for (unsigned worker = 0; worker < 4; worker++) {
		EXPECT_GE(workers.report(worker).wakes.load(), 100u);
		EXPECT_GT(workers.report(worker).wake_ns[0].load(), 0u);
	}
}

TEST(PipeWork, PipeIoAlternatesInPairs)
{
	TestWorkers workers(PipeIo{.burst_us = 20}, 4);

	expect_pairs(workers);
	EXPECT_EQ(workers.report().tells_gaps.load(), 1u);
}

TEST(PipeWork, CachePipeAlternatesInPairs)
{
	TestWorkers workers(CachePipe{.kib = 16, .stride = 64}, 4);

	expect_pairs(workers);
	EXPECT_EQ(workers.report().tells_gaps.load(), 0u);
	EXPECT_EQ(workers.report().memory_bytes.load(), 16u * 1024);
}

TEST(PipeWork, APairThatIsStoppedDoesNotStopAnother)
{
	TestWorkers workers(PipeIo{.burst_us = 20}, 4);

	ASSERT_TRUE(workers.wait_for_iterations(10));
	siginfo_t ended;
	kill(workers.pid(3), SIGKILL);
	ASSERT_EQ(waitid(P_PID, id_t(workers.pid(3)), &ended, WEXITED | WNOWAIT), 0);
	uint64_t iterations = workers.iterations(0);
	EXPECT_TRUE(workers.wait_until([&] { return workers.iterations(0) > iterations + 20; }));
	/* Its partner waits for an answer; at most one message is left for it to receive. */
	uint64_t last = workers.iterations(2);
	EXPECT_TRUE(workers.wait_until([&] { return workers.iterations(0) > iterations + 100; }));
	EXPECT_LE(workers.iterations(2), last + 1);
}

TEST(PipeWork, TheLastOfAnOddNumberFails)
{
	Result<std::unique_ptr<TeamWork>> team = TeamWork::create(PipeIo{}, 3, 1, {});
	ASSERT_TRUE(team.ok());
	pid_t pid = fork();

	if (pid == 0)
		run_work(*team.value(), 2);
	int status;
	ASSERT_EQ(waitpid(pid, &status, 0), pid);
	EXPECT_EQ(team.value()->report(2).state.load(), uint32_t(WorkerState::failed));
	EXPECT_STREQ(team.value()->report(2).failure,
		     "a worker without a partner: Invalid argument");
}

} /* namespace */
} /* namespace ktstr */
