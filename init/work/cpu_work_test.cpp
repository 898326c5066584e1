/* SPDX-License-Identifier: GPL-2.0 */
#include <sys/syscall.h>

#include <filesystem>

#include "init/sys.h"
#include "init/work/test_syscalls.h"
#include "init/work/test_workers.h"

namespace ktstr {
namespace {

TEST(CpuWork, SpinUsesCpuAndNothingElse)
{
	TestWorkers workers(Spin{.chunk_us = 500});

	ASSERT_TRUE(workers.wait_until([&] { return workers.cpu_seconds() >= 0.1; }));
	uint64_t iterations = workers.iterations();
	EXPECT_GT(iterations, 0u);
	/* By the clock: a busier CPU makes for more iterations per CPU second, not fewer. */
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

TEST(CpuWork, MixedBurnsAndYields)
{
	TestWorkers workers(Mixed{.burst_us = 100});

	ASSERT_TRUE(workers.wait_for_iterations(20));
	EXPECT_EQ(workers.report().tells_gaps.load(), 1u);
	EXPECT_TRUE(makes_system_call(workers.pid(), SYS_sched_yield));
}

TEST(CpuWork, AluHotComputesAllTheTime)
{
	TestWorkers workers(AluHot{.rounds = 10000});

	ASSERT_TRUE(workers.wait_until([&] { return workers.cpu_seconds() >= 0.05; }));
	uint64_t iterations = workers.iterations();
	EXPECT_GT(iterations, 0u);
	/* At least 2 cycles each, at no more than 6 GHz. */
	EXPECT_LT(double(iterations) * 10000 * 2 / 6e9, workers.cpu_seconds());
	EXPECT_EQ(workers.report().tells_gaps.load(), 0u);
}

TEST(CpuWork, SmtSiblingSpinHasTwoThreadsThatCompute)
{
	TestWorkers workers(SmtSiblingSpin{.rounds = 10000});
	std::string tasks = "/proc/" + std::to_string(workers.pid()) + "/task";
	std::error_code ignored;

	/* The first number in schedstat is the time on a CPU, in ns. */
	EXPECT_TRUE(workers.wait_until([&] {
		unsigned busy = 0;

		for (const auto &task : std::filesystem::directory_iterator(tasks, ignored))
			busy += strtoull(read_line(task.path() / "schedstat").c_str(), nullptr,
					 10) > 5000000;
		return busy == 2;
	}));
	EXPECT_GT(workers.iterations(), 0u);
}

TEST(CpuWork, IpcVarianceGoesThroughBothPhases)
{
	uint64_t begin = work_clock_ns();
	TestWorkers workers(IpcVariance{.high_us = 200, .low_us = 300, .chase_kib = 64});

	ASSERT_TRUE(workers.wait_for_iterations(20));
	/* No phase can be shorter than it says. */
	uint64_t iterations = workers.iterations();
	EXPECT_GE(work_clock_ns() - begin, iterations * 500000);
	EXPECT_GT(workers.cpu_seconds(), 0.0001);
}

TEST(CpuWork, BurstySleepsAndIsLate)
{
	uint64_t begin = work_clock_ns();
	TestWorkers workers(Bursty{.busy_ms = 2, .sleep_ms = 20});

	ASSERT_TRUE(workers.wait_for_iterations(5));
	double wall = double(work_clock_ns() - begin) / 1e9;
	EXPECT_GE(wall, 5 * 0.022);
	EXPECT_LT(workers.cpu_seconds(), wall / 2);
	EXPECT_GE(workers.report().wakes.load(), 5u);
	EXPECT_EQ(workers.report().tells_gaps.load(), 1u);
}

TEST(CpuWork, IdleChurnSleepsEachTime)
{
	TestWorkers workers(IdleChurn{.busy_us = 50, .sleep_us = 200});
	struct rusage before, after;

	getrusage(RUSAGE_CHILDREN, &before);
	ASSERT_TRUE(workers.wait_for_iterations(50));
	EXPECT_GE(workers.report().wakes.load(), 50u);
	workers.stop();
	getrusage(RUSAGE_CHILDREN, &after);
	EXPECT_GE(after.ru_nvcsw - before.ru_nvcsw, 50);
}

TEST(CpuWork, SequenceDoesAllPhasesOfARound)
{
	using Kind = Sequence::Phase::Kind;
	Sequence all;
	all.phases = {
		{Kind::spin, 100}, {Kind::sleep, 100}, {Kind::yield, 100}, {Kind::write, 100}};
	TestWorkers workers(all);
	std::string io = "/proc/" + std::to_string(workers.pid()) + "/io";

	ASSERT_TRUE(workers.wait_for_iterations(20));
	EXPECT_GE(workers.report().wakes.load(), 20u);	   /* sleep */
	EXPECT_EQ(workers.report().tells_gaps.load(), 1u); /* spin */
	EXPECT_TRUE(makes_system_call(workers.pid(), SYS_sched_yield));
	EXPECT_TRUE(makes_system_call(workers.pid(), SYS_pwrite64));
	std::string counts = read_text(io).value_or("");
	size_t written = counts.find("wchar: ");
	ASSERT_NE(written, std::string::npos) << counts;
	EXPECT_GE(strtoull(counts.c_str() + written + 7, nullptr, 10), 20u * 4096);
}

TEST(CpuWork, SequenceWithOnePhaseDoesThatOnly)
{
	Sequence sleeps{.phases = {{Sequence::Phase::Kind::sleep, 500}}};
	TestWorkers workers(sleeps);

	ASSERT_TRUE(workers.wait_for_iterations(10));
	EXPECT_GE(workers.report().wakes.load(), 10u);
	EXPECT_EQ(workers.report().tells_gaps.load(), 0u);
}

} /* namespace */
} /* namespace ktstr */
