/* SPDX-License-Identifier: GPL-2.0 */
/*
 * TestWorkers: a team of real workers for unit tests of work types. Created and used on the test's
 * thread; the workers are children of the test and die with the object.
 */
#pragma once

#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <functional>

#include "init/work/worker.h"

namespace ktstr {

class TestWorkers {
public:
	/** @prepare is called with each worker's pid before they start. */
	explicit TestWorkers(const Work &work, unsigned workers = 1,
			     const WorkDevices &devices = {},
			     const std::function<void(pid_t)> &prepare = {})
	{
		Result<std::unique_ptr<TeamWork>> made =
			TeamWork::create(work, workers, 1, devices);

		if (!made.ok()) {
			ADD_FAILURE() << made.error().to_string();
			return;
		}
		team_ = std::move(made).value();
		std::vector<unsigned> all(kMaxCpus);
		for (unsigned cpu = 0; cpu < kMaxCpus; cpu++)
			all[cpu] = cpu;
		for (unsigned i = 0; i < workers; i++) {
			team_->report(i).allowed.store(all);
			pids_.push_back(start(i));
			if (prepare)
				prepare(pids_.back());
		}
		team_->release();
	}

	~TestWorkers() { stop(); }

	TestWorkers(const TestWorkers &) = delete;
	TestWorkers &operator=(const TestWorkers &) = delete;

	/** Kills and reaps all. */
	void stop()
	{
		for (pid_t pid : pids_) {
			kill(-pid, SIGKILL);
			kill(pid, SIGKILL);
			waitpid(pid, nullptr, 0);
		}
		pids_.clear();
	}

	WorkerReport &report(unsigned worker = 0) { return team_->report(worker); }
	pid_t pid(unsigned worker = 0) const { return pids_[worker]; }
	uint64_t iterations(unsigned worker = 0) { return report(worker).iterations.load(); }
	/** CPU time of the whole process. */
	double cpu_seconds(unsigned worker = 0) const
	{
		clockid_t clock;
		struct timespec used = {};

		if (clock_getcpuclockid(pids_[worker], &clock) == 0)
			clock_gettime(clock, &used);
		return double(used.tv_sec) + double(used.tv_nsec) / 1e9;
	}

	/** Waits for @condition; false, and a failed test, after 20 s or when a worker fails. */
	bool wait_until(const std::function<bool()> &condition)
	{
		constexpr unsigned kTries = 20000;

		for (unsigned i = 0; i < kTries; i++) {
			if (condition())
				return true;
			for (unsigned worker = 0; worker < pids_.size(); worker++) {
				if (report(worker).state.load() == uint32_t(WorkerState::failed)) {
					ADD_FAILURE()
						<< "worker failed: " << report(worker).failure;
					return false;
				}
			}
			usleep(1000);
		}
		ADD_FAILURE() << "timed out waiting for a condition";
		return false;
	}

	/** Waits until each worker has done @count iterations. */
	bool wait_for_iterations(uint64_t count)
	{
		return wait_until([this, count] {
			for (unsigned i = 0; i < pids_.size(); i++)
				if (iterations(i) < count)
					return false;
			return true;
		});
	}

private:
	pid_t start(unsigned number)
	{
		pid_t pid = fork();

		if (pid != 0)
			return pid;
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		setpgid(0, 0);
		team_->report(number).pid.store(getpid());
		team_->wait_for_start();
		run_work(*team_, number);
	}

	std::unique_ptr<TeamWork> team_;
	std::vector<pid_t> pids_;
};

} /* namespace ktstr */
