/* SPDX-License-Identifier: GPL-2.0 */
#include "init/work/worker.h"

#include <gtest/gtest.h>

#include "init/work/test_workers.h"

namespace ktstr {
namespace {

class WorkerTest : public testing::Test {
protected:
	void SetUp() override
	{
		Result<std::unique_ptr<TeamWork>> team = TeamWork::create(Spin{}, 2, 7, {});

		ASSERT_TRUE(team.ok());
		team_ = std::move(team).value();
	}

	std::unique_ptr<TeamWork> team_;
};

TEST_F(WorkerTest, RandomNumbersAreTheSameEachTimeAndDifferByWorkerAndThread)
{
	Worker one(*team_, 0), again(*team_, 0), other(*team_, 1), thread(*team_, 0, 1);
	uint64_t first = one.random(1 << 30);

	EXPECT_EQ(first, again.random(1 << 30));
	EXPECT_NE(first, other.random(1 << 30));
	EXPECT_NE(first, thread.random(1 << 30));
}

TEST_F(WorkerTest, CountsWhatIsOutsideItsCpus)
{
	Worker worker(*team_, 0);

	worker.iteration(); /* no CPU is allowed */
	EXPECT_EQ(worker.report().iterations.load(), 1u);
	EXPECT_EQ(worker.report().cpu_samples.load(), 1u);
	EXPECT_EQ(worker.report().outside.load(), 1u);
}

TEST_F(WorkerTest, KeepsASampleOfWakeUpsOfTheWindow)
{
	Worker worker(*team_, 0);
	WorkerReport &report = worker.report();

	for (unsigned i = 0; i < 3 * kWakeSamples; i++)
		worker.woke(work_clock_ns() - 1000);
	EXPECT_EQ(report.wakes.load(), 3 * kWakeSamples);
	for (const auto &sample : report.wake_ns)
		EXPECT_GE(sample.load(), 1000u);
	/* A window begins: the next sample is its first one. */
	report.wake_begin.store(report.wakes.load());
	report.wake_ns[0].store(0);
	worker.woke(work_clock_ns() - 5000000);
	EXPECT_GE(report.wake_ns[0].load(), 5000000u);
	/* Wakeups due before the window are not among its samples. */
	report.window_begin_ns.store(work_clock_ns());
	worker.woke(work_clock_ns() - 1000000000);
	EXPECT_EQ(report.wakes.load(), 3 * kWakeSamples + 1);
}

TEST_F(WorkerTest, AWakeUpFromTheFutureIsNoLatency)
{
	Worker worker(*team_, 0);

	worker.woke(work_clock_ns() + 1000000000);
	EXPECT_EQ(worker.report().wake_ns[0].load(), 0u);
}

TEST_F(WorkerTest, SleepsUntilThenAndSamplesHowLateItIs)
{
	Worker worker(*team_, 0);
	uint64_t due = work_clock_ns() + 2000000;

	worker.sleep_until(due);
	EXPECT_GE(work_clock_ns(), due);
	EXPECT_EQ(worker.report().wakes.load(), 1u);
	EXPECT_LE(worker.report().wake_ns[0].load(), work_clock_ns() - due);
	worker.sleep_until(due); /* long past */
	EXPECT_EQ(worker.report().wakes.load(), 2u);
	EXPECT_GT(worker.report().wake_ns[1].load(), worker.report().wake_ns[0].load());
}

TEST_F(WorkerTest, BurnsForSoLong)
{
	Worker worker(*team_, 0);
	uint64_t begin = work_clock_ns();

	worker.burn_us(2000);
	EXPECT_GE(work_clock_ns() - begin, 2000000u);
	EXPECT_LE(worker.report().gap_ns.load(), work_clock_ns() - begin);
}

TEST_F(WorkerTest, CpuBitsBeyondTheLastAreNotThere)
{
	CpuBits bits = {};

	bits.set(1023);
	bits.set(5000);
	EXPECT_TRUE(bits.test(1023));
	EXPECT_FALSE(bits.test(5000));
	bits.store({1, 64, 9999});
	EXPECT_TRUE(bits.test(1) && bits.test(64));
	EXPECT_FALSE(bits.test(1023));
}

TEST(TeamWorkTest, RefusesWorkWithoutItsDevice)
{
	Result<std::unique_ptr<TeamWork>> team = TeamWork::create(NetTraffic{}, 1, 1, {});

	ASSERT_FALSE(team.ok());
	EXPECT_NE(team.error().to_string().find("no device for the worker: net"),
		  std::string::npos);
}

TEST(TeamWorkTest, AFailedWorkerSaysWhy)
{
	Result<std::unique_ptr<TeamWork>> team = TeamWork::create(Spin{}, 1, 1, {});
	ASSERT_TRUE(team.ok());
	pid_t pid = fork();

	if (pid == 0) {
		errno = ENOSPC;
		Worker(*team.value(), 0).fail("write the file");
	}
	int status;
	ASSERT_EQ(waitpid(pid, &status, 0), pid);
	EXPECT_EQ(WEXITSTATUS(status), EXIT_FAILURE);
	WorkerReport &report = team.value()->report(0);
	EXPECT_EQ(report.state.load(), uint32_t(WorkerState::failed));
	EXPECT_STREQ(report.failure, "write the file: No space left on device");
}

} /* namespace */
} /* namespace ktstr */
