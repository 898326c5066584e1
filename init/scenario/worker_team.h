/* SPDX-License-Identifier: GPL-2.0 */
/*
 * WorkerTeam: the workers of one WorkSpec: their processes from start to end, and their
 * measurements. Owned by the executor, on its only thread. The destructor kills all of them.
 */
#pragma once

#include <sys/types.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "harness/scenario/measurement.h"
#include "init/scenario/worker_start.h"

namespace ktstr {

class WorkerTeam {
public:
	/**
	 * Sleeps briefly and lets the caller do other work; false: time is up.
	 */
	using Wait = std::function<bool()>;

	/**
	 * Starts one worker for each of @starts. Returns when all have reached the barrier;
	 * release() lets them go. Errors: a worker failed; @wait said that time is up.
	 */
	static Result<std::unique_ptr<WorkerTeam>> start(std::unique_ptr<TeamWork> team_work,
							 const std::vector<WorkerStart> &starts,
							 const Wait &wait);
	~WorkerTeam();

	/* Their place in the scenario; the executor updates these. */
	std::string cgroup;
	uint32_t number = 0; /* of the team in the scenario */
	bool frozen = false;

	void release() const { work_->release(); }
	/**
	 * Sets the CPUs that their cgroup allows from now on; each worker may use those in its
	 * affinity.
	 */
	void allow(const CpuSet &cpus);
	/** For all threads of @worker; @cpus empty: back to its whole cpuset, a part of @online. */
	Result<void> set_affinity(unsigned worker, const CpuSet &cpus, const CpuSet &online);
	const std::vector<pid_t> &pids() const { return pids_; }
	const char *type() const { return work_->type(); }

	void begin_window();
	/** @node_of: the NUMA node of a CPU. */
	std::vector<WorkerMeasurement>
	end_window(const std::function<unsigned(unsigned)> &node_of) const;
	/** Why one of them has stopped working; empty: all work. */
	std::string failure();

	/**
	 * Sends SIGKILL. Returns the workers that do not die while @wait is true, with their
	 * stacks; empty: all died.
	 */
	std::string stop(const Wait &wait);

private:
	struct Baseline {
		uint64_t iterations = 0;
		uint64_t cpu_ns = 0;
		std::optional<uint64_t> run_delay_ns = {};
		uint64_t migrations = 0;
		uint64_t cpu_samples = 0;
		uint64_t outside = 0;
	};

	explicit WorkerTeam(std::unique_ptr<TeamWork> team_work) : work_(std::move(team_work)) {}

	bool reached(unsigned worker, WorkerState state) const;
	void spawn(const WorkerStart &start);
	void reap();
	void kill_all() const;
	WorkerMeasurement measure(unsigned worker) const;
	void count_pages(WorkerMeasurement *worker,
			 const std::function<unsigned(unsigned)> &node_of) const;

	std::unique_ptr<TeamWork> work_;
	std::vector<pid_t> pids_;
	std::vector<bool> ended_;
	std::vector<int> status_;
	std::vector<CpuSet> affinities_; /* empty: the whole cpuset */
	std::vector<Baseline> baselines_;
};

} /* namespace ktstr */
