/* SPDX-License-Identifier: GPL-2.0 */
#include "init/scenario/worker_team.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>

#include "init/sys.h"

namespace ktstr {
namespace {

constexpr uint64_t kLimitNs = 20000 * kNsPerMs;

unsigned one_node(unsigned)
{
	return 0;
}

class WorkerTeamTest : public testing::Test {
protected:
	static bool wait()
	{
		usleep(1000);
		return true;
	}

	std::unique_ptr<WorkerTeam> start(const Work &work, const std::vector<WorkerStart> &starts)
	{
		Result<std::unique_ptr<TeamWork>> team_work =
			TeamWork::create(work, unsigned(starts.size()), 1, {});
		EXPECT_TRUE(team_work.ok());
		Result<std::unique_ptr<WorkerTeam>> team =
			WorkerTeam::start(std::move(team_work).value(), starts, wait);
		error_ = team.ok() ? "" : team.error().to_string();
		return team.ok() ? std::move(team).value() : nullptr;
	}

	/*
	 * Measures until each worker has iterated in the window and its CPU time, which may grow in
	 * ticks, has grown.
	 */
	std::vector<WorkerMeasurement> measure(WorkerTeam &team)
	{
		uint64_t deadline = boot_time_ns() + kLimitNs;

		for (;;) {
			std::vector<WorkerMeasurement> workers = team.end_window(one_node);
			bool all =
				std::all_of(workers.begin(), workers.end(), [](const auto &worker) {
					return worker.iterations > 0 && worker.cpu_ns > 0;
				});

			if (all || boot_time_ns() > deadline)
				return workers;
			usleep(1000);
		}
	}

	std::string error_;
};

TEST_F(WorkerTeamTest, NoneBeginsBeforeTheBarrierOpens)
{
	std::unique_ptr<WorkerTeam> team = start(Spin{}, {{}, {}});

	ASSERT_TRUE(team) << error_;
	team->begin_window();
	usleep(20000);
	for (const WorkerMeasurement &worker : team->end_window(one_node))
		EXPECT_EQ(worker.iterations, 0u);
	team->release();
	for (const WorkerMeasurement &worker : measure(*team)) {
		EXPECT_GT(worker.iterations, 0u);
		EXPECT_GT(worker.cpu_ns, 0u);
		EXPECT_TRUE(worker.gap_ns);
		EXPECT_EQ(worker.type, "Spin");
	}
	EXPECT_EQ(team->failure(), "");
	EXPECT_EQ(team->stop(wait), "");
	for (pid_t pid : team->pids())
		EXPECT_EQ(kill(pid, 0), -1);
}

TEST_F(WorkerTeamTest, WorkersAreWhatWasDeclared)
{
	WorkerStart first = {
		.cpus = {0}, .policy = {.kind = SchedulingPolicy::Kind::batch}, .nice = 7};
	std::unique_ptr<WorkerTeam> team = start(Yield{}, {first});
	cpu_set_t set;

	ASSERT_TRUE(team) << error_;
	pid_t pid = team->pids()[0];
	EXPECT_EQ(sched_getscheduler(pid), SCHED_BATCH);
	EXPECT_EQ(getpriority(PRIO_PROCESS, pid), 7);
	ASSERT_EQ(sched_getaffinity(pid, sizeof(set), &set), 0);
	EXPECT_EQ(CPU_COUNT(&set), 1);
	EXPECT_TRUE(CPU_ISSET(0, &set));
	EXPECT_EQ(getsid(pid), pid);
}

TEST_F(WorkerTeamTest, WhatCannotBeSetUpIsToldAndNothingStays)
{
	WorkerStart nowhere = {.cgroup_procs = "/no/such/cgroup.procs"};

	EXPECT_FALSE(start(Spin{}, {{}, nowhere}));
	EXPECT_NE(error_.find("Spin worker 1"), std::string::npos) << error_;
	EXPECT_NE(error_.find("enter its cgroup: No such file"), std::string::npos) << error_;
	EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1);
}

TEST_F(WorkerTeamTest, ADeadWorkerIsNoticed)
{
	std::unique_ptr<WorkerTeam> team = start(Spin{}, {{}, {}});

	ASSERT_TRUE(team) << error_;
	team->release();
	kill(team->pids()[1], SIGUSR1);
	uint64_t deadline = boot_time_ns() + kLimitNs;
	while (team->failure().empty() && boot_time_ns() < deadline)
		usleep(1000);
	EXPECT_NE(team->failure().find("Spin worker 1"), std::string::npos);
	EXPECT_NE(team->failure().find("signal 10"), std::string::npos) << team->failure();
}

TEST_F(WorkerTeamTest, WorkersOutsideTheirCpusAreCounted)
{
	std::unique_ptr<WorkerTeam> team = start(Spin{}, {{}});

	ASSERT_TRUE(team) << error_;
	team->allow({1000});
	team->release();
	team->begin_window();
	std::vector<WorkerMeasurement> workers = measure(*team);
	EXPECT_GT(workers[0].outside, 0u);
	EXPECT_GE(workers[0].cpu_samples, workers[0].outside);
}

TEST_F(WorkerTeamTest, AffinityOfAllThreads)
{
	std::unique_ptr<WorkerTeam> team = start(Spin{}, {{}});
	cpu_set_t set;

	ASSERT_TRUE(team) << error_;
	ASSERT_TRUE(team->set_affinity(0, {0}, {0}).ok());
	sched_getaffinity(team->pids()[0], sizeof(set), &set);
	EXPECT_EQ(CPU_COUNT(&set), 1);
	Result<void> none = team->set_affinity(0, {1000}, {0});
	ASSERT_FALSE(none.ok());
	EXPECT_NE(none.error().to_string().find("CPUs 1000"), std::string::npos);
}

} /* namespace */
} /* namespace ktstr */
