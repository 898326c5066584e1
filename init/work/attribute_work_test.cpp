/* SPDX-License-Identifier: GPL-2.0 */
#include <linux/capability.h>
#include <sys/syscall.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <thread>

#include "init/work/cpus.h"
#include "init/work/test_workers.h"

namespace ktstr {
namespace {

bool may_raise_priority()
{
	int own = getpriority(PRIO_PROCESS, 0);
	bool may = setpriority(PRIO_PROCESS, 0, -20) == 0;

	return setpriority(PRIO_PROCESS, 0, own) == 0 && may;
}

/** Runs @test in a thread without CAP_SYS_NICE, which workers started there inherit. */
void without_sys_nice(const std::function<void()> &test)
{
	std::thread([&test] {
		struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
		struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = {};

		ASSERT_EQ(syscall(SYS_capget, &header, data), 0);
		data[0].effective &= ~(1u << CAP_SYS_NICE);
		data[0].permitted &= ~(1u << CAP_SYS_NICE);
		ASSERT_EQ(syscall(SYS_capset, &header, data), 0);
		test();
	}).join();
}

/** The nice values of all threads of @pid right now. */
std::set<int> nice_values(pid_t pid)
{
	std::set<int> values;
	std::error_code ignored;
	std::string tasks = "/proc/" + std::to_string(pid) + "/task";

	for (const auto &task : std::filesystem::directory_iterator(tasks, ignored)) {
		errno = 0;
		int nice = getpriority(PRIO_PROCESS, id_t(atoi(task.path().filename().c_str())));

		if (errno == 0)
			values.insert(nice);
	}
	return values;
}

/** Whether the worker reaches both ends, then goes back to @first and up again. */
bool sweeps_from(TestWorkers &workers, int first)
{
	for (int nice : {first, 19, first, 19})
		if (!workers.wait_until([&] { return nice_values(workers.pid()).contains(nice); }))
			return false;
	return true;
}

/** Samples the policy of the worker until @count different ones have been seen. */
std::set<int> policies_seen(TestWorkers &workers, size_t count)
{
	std::set<int> seen;

	workers.wait_until([&] {
		seen.insert(sched_getscheduler(workers.pid()));
		return seen.size() >= count && workers.iterations() >= 30;
	});
	return seen;
}

TEST(AttributeWork, NiceSweepGoesThroughAllValues)
{
	TestWorkers workers(NiceSweep{.burst_us = 3000});

	EXPECT_TRUE(sweeps_from(workers, may_raise_priority() ? -20 : 0));
	EXPECT_EQ(workers.report().tells_gaps.load(), 1u);
}

TEST(AttributeWork, NiceSweepWithoutTheCapabilityBeginsAtZeroEachTime)
{
	without_sys_nice([] {
		TestWorkers workers(NiceSweep{.burst_us = 3000});

		EXPECT_TRUE(sweeps_from(workers, 0));
		for (int nice : nice_values(workers.pid()))
			EXPECT_GE(nice, 0);
		EXPECT_TRUE(workers.wait_for_iterations(41));
	});
}

TEST(AttributeWork, AffinityChurnIsOnOneCpuAfterTheOther)
{
	std::vector<unsigned> all = allowed_cpus(0);
	TestWorkers workers(AffinityChurn{.burst_us = 200});
	std::set<std::vector<unsigned>> seen;

	/* Bound to each CPU in turn; if there is only one, to that. */
	EXPECT_TRUE(workers.wait_until([&] {
		seen.insert(allowed_cpus(workers.pid()));
		for (unsigned cpu : all)
			if (!seen.contains({cpu}))
				return false;
		return true;
	}));
	EXPECT_TRUE(workers.wait_until(
		[&] { return all.size() < 2 || workers.report().migrations.load() >= 3; }));
	for (unsigned cpu = 0; cpu < kMaxCpus; cpu++) {
		if (workers.report().used.test(cpu)) {
			EXPECT_TRUE(std::ranges::binary_search(all, cpu)) << cpu;
		}
	}
}

TEST(AttributeWork, CrossAffinityChurnBindsTheNextOne)
{
	std::vector<unsigned> all = allowed_cpus(0);
	TestWorkers workers(CrossAffinityChurn{.burst_us = 200}, 2);
	std::set<std::vector<unsigned>> seen;

	ASSERT_TRUE(workers.wait_for_iterations(3));
	/* With its neighbour stopped, the first worker stays where it was bound last. */
	kill(workers.pid(1), SIGSTOP);
	ASSERT_TRUE(workers.wait_until([&] {
		siginfo_t info = {};
		return waitid(P_PID, id_t(workers.pid(1)), &info, WSTOPPED | WNOHANG) == 0 &&
		       info.si_pid;
	}));
	std::vector<unsigned> first = allowed_cpus(workers.pid(0));
	EXPECT_TRUE(workers.wait_until([&] {
		seen.insert(allowed_cpus(workers.pid(1)));
		for (unsigned cpu : all)
			if (!seen.contains({cpu}))
				return false;
		return true;
	}));
	EXPECT_EQ(allowed_cpus(workers.pid(0)), first);
	/* It carries on after the worker that it binds is gone. */
	kill(workers.pid(1), SIGKILL);
	uint64_t iterations = workers.iterations(0);
	EXPECT_TRUE(workers.wait_until([&] { return workers.iterations(0) > iterations + 10; }));
}

TEST(AttributeWork, PolicyChurnTakesAllPolicies)
{
	if (!may_raise_priority())
		GTEST_SKIP() << "this user may not set real-time policies";
	TestWorkers workers(PolicyChurn{.burst_us = 1500});

	EXPECT_EQ(policies_seen(workers, 5),
		  (std::set<int>{SCHED_OTHER, SCHED_BATCH, SCHED_IDLE, SCHED_FIFO, SCHED_RR}));
}

TEST(AttributeWork, PolicyChurnWithoutTheCapabilityKeepsToTheFairOnes)
{
	without_sys_nice([] {
		TestWorkers workers(PolicyChurn{.burst_us = 1500});

		EXPECT_EQ(policies_seen(workers, 2), (std::set<int>{SCHED_OTHER, SCHED_BATCH}));
	});
}

} /* namespace */
} /* namespace ktstr */
