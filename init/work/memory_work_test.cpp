/* SPDX-License-Identifier: GPL-2.0 */
#include <sys/syscall.h>
#include <sys/uio.h>

#include "init/sys.h"
#include "init/work/cpus.h"
#include "init/work/test_syscalls.h"
#include "init/work/test_workers.h"

namespace ktstr {
namespace {

/** Minor faults of @pid: field 10 in /proc/PID/stat; field 2 ends with the last parenthesis. */
uint64_t minor_faults(pid_t pid)
{
	std::string stat = read_line("/proc/" + std::to_string(pid) + "/stat");
	size_t at = stat.rfind(')');

	for (unsigned field = 2; field < 10 && at != stat.npos; field++)
		at = stat.find(' ', at + 1);
	return at == stat.npos ? 0 : strtoull(stat.c_str() + at, nullptr, 10);
}

/** The first bytes of the memory that the worker reports. */
std::string worker_memory(TestWorkers &workers, size_t bytes)
{
	std::string copy(bytes, '\0');
	struct iovec to = {copy.data(), bytes};
	struct iovec from = {reinterpret_cast<void *>(workers.report().memory.load()), bytes};

	if (process_vm_readv(workers.pid(), &to, 1, &from, 1, 0) != ssize_t(bytes))
		copy.clear();
	return copy;
}

bool has_policy(TestWorkers &workers, const std::string &policy)
{
	std::string maps = "/proc/" + std::to_string(workers.pid()) + "/numa_maps";

	return read_text(maps, 1 << 22).value_or("").find(policy) != std::string::npos;
}

TEST(MemoryWork, CachePressureWritesAllOfItsStride)
{
	TestWorkers workers(CachePressure{.kib = 8, .stride = 256});

	ASSERT_TRUE(workers.wait_for_iterations(10));
	EXPECT_EQ(workers.report().memory_bytes.load(), 8192u);
	std::string before = worker_memory(workers, 8192);
	ASSERT_EQ(before.size(), 8192u);
	for (size_t i = 0; i < before.size(); i++)
		ASSERT_TRUE(i % 256 == 0 || before[i] == 0) << i;
	/* The last stride is written, too. */
	EXPECT_TRUE(workers.wait_until([&] {
		std::string now = worker_memory(workers, 8192);
		return now[0] != before[0] && now[8192 - 256] != before[8192 - 256];
	}));
	EXPECT_EQ(workers.report().tells_gaps.load(), 0u);
}

TEST(MemoryWork, CacheYieldYieldsAfterEachRound)
{
	TestWorkers workers(CacheYield{.kib = 4, .stride = 64});

	ASSERT_TRUE(workers.wait_for_iterations(10));
	EXPECT_EQ(workers.report().memory_bytes.load(), 4096u);
	EXPECT_TRUE(makes_system_call(workers.pid(), SYS_sched_yield));
}

TEST(MemoryWork, PageFaultChurnFaultsForEachPage)
{
	TestWorkers workers(PageFaultChurn{.region_kib = 8192, .touches = 500});

	ASSERT_TRUE(workers.wait_for_iterations(1));
	uint64_t iterations = workers.iterations(), faults = minor_faults(workers.pid());
	ASSERT_TRUE(workers.wait_for_iterations(iterations + 12));
	/* The first count of faults may have been in the middle of a round. */
	EXPECT_GE(minor_faults(workers.pid()) - faults, 11u * 500);
}

TEST(MemoryWork, NumaMigrationChurnMovesOncePerPeriod)
{
	uint64_t begin = work_clock_ns();
	TestWorkers workers(NumaMigrationChurn{.period_ms = 5, .region_kib = 64});

	ASSERT_TRUE(workers.wait_for_iterations(5));
	EXPECT_GE(work_clock_ns() - begin, 4u * 5000000);
	EXPECT_EQ(workers.report().memory_bytes.load(), 64u * 1024);
	EXPECT_EQ(workers.report().tells_gaps.load(), 1u);
	EXPECT_TRUE(has_policy(workers, "prefer:"));
	EXPECT_TRUE(makes_system_call(workers.pid(), SYS_migrate_pages));
	EXPECT_FALSE(allowed_cpus(workers.pid()).empty());
}

TEST(MemoryWork, NumaWorkingSetSweepMovesItsRegion)
{
	std::vector<unsigned> cpus = allowed_cpus(0);
	TestWorkers workers(NumaWorkingSetSweep{.period_ms = 1, .region_kib = 64});

	ASSERT_TRUE(workers.wait_for_iterations(10));
	EXPECT_EQ(workers.report().memory_bytes.load(), 64u * 1024);
	EXPECT_TRUE(workers.wait_until([&] { return has_policy(workers, "bind:"); }));
	EXPECT_TRUE(makes_system_call(workers.pid(), SYS_mbind));
	EXPECT_EQ(allowed_cpus(workers.pid()), cpus);
}

} /* namespace */
} /* namespace ktstr */
