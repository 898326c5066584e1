/* SPDX-License-Identifier: GPL-2.0 */
#include "init/work/custom_work.h"

#include <cerrno>

#include "harness/scenario/custom_work.h"
#include "init/work/test_workers.h"

namespace ktstr {
namespace {

KTSTR_WORK(test_of_all_it_may_do)
{
	if (worker.workers() != 2 || worker.number() > 1 || worker.random(1) != 0)
		worker.fail("not who it should be");
	for (;;) {
		uint64_t begin = worker.now_ns();

		worker.burn_us(10);
		worker.sleep_us(10);
		worker.woke(begin);
		if (worker.now_ns() - begin < 20000)
			worker.fail("time went by too fast");
		worker.iteration();
	}
}

KTSTR_WORK(test_that_returns)
{
	worker.iteration();
}

KTSTR_WORK(test_that_fails)
{
	errno = ENOSPC;
	worker.fail("room for it");
}

void expect_failure(const char *name, const char *what)
{
	TestWorkers workers(Custom{name});
	siginfo_t end = {};

	ASSERT_EQ(waitid(P_PID, id_t(workers.pid()), &end, WEXITED | WNOWAIT), 0);
	EXPECT_EQ(workers.report().state.load(), uint32_t(WorkerState::failed));
	EXPECT_NE(std::string(workers.report().failure).find(what), std::string::npos)
		<< workers.report().failure;
}

TEST(CustomWork, RunsWhatWasRegistered)
{
	TestWorkers workers(Custom{"test_of_all_it_may_do"}, 2);

	ASSERT_TRUE(workers.wait_for_iterations(10));
	EXPECT_GE(workers.report(0).wakes.load(), 10u);
	EXPECT_GE(workers.report(1).wakes.load(), 10u);
	EXPECT_GE(workers.report().wake_longest_ns.load(), 20000u);
	EXPECT_EQ(workers.report().tells_gaps.load(), 1u);
}

TEST(CustomWork, SaysWhatWentWrong)
{
	expect_failure("test_that_returns", "test_that_returns returned");
	expect_failure("test_that_fails", "room for it: No space left");
	expect_failure("nobody's", "nobody's: No such file");
}

} /* namespace */
} /* namespace ktstr */
