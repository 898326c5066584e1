/* SPDX-License-Identifier: GPL-2.0 */
/*
 * WorkerTeam: the workers that came from one WorkSpec: their processes from start to end, and what
 * was measured of them. Owned by the executor, on its one thread. All are killed with the object.
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
	 * Sleeps a while, and lets its caller do what is to be done meanwhile; false: time is up.
	 */
	using Wait = std::function<bool()>;

	/**
	 * One worker for each of @starts. Returns when all have got as far as the barrier;
	 * release() lets them go. Errors: what a worker could not do; @wait said that time is up.
	 */
	static Result<std::unique_ptr<WorkerTeam>> start(std::unique_ptr<TeamWork> team_work,
							 const std::vector<WorkerStart> &starts,
							 const Wait &wait);
	~WorkerTeam();

	/* Where they are, as the scenario says it; the executor keeps these. */
	std::string cgroup;
	uint32_t number = 0; /* of the team in the scenario */
	bool frozen = false;

	void release() const { work_->release(); }
	/**
	 * The CPUs that their cgroup allows from here on; of these each may use those of its
	 * affinity.
	 */
	void allow(const CpuSet &cpus);
	/** Of all its threads; @cpus empty: back to all of its cpuset, which @online holds. */
	Result<void> set_affinity(unsigned worker, const CpuSet &cpus, const CpuSet &online);
	const std::vector<pid_t> &pids() const { return pids_; }
	const char *type() const { return work_->type(); }

	void begin_window();
	/** @node_of: the NUMA node of a CPU. */
	std::vector<WorkerMeasurement>
	end_window(const std::function<unsigned(unsigned)> &node_of) const;
	/** Why one of them is not at work any more; empty: all are. */
	std::string failure();

	/**
	 * SIGKILL. Those that do not die while @wait is true are named with their stacks; empty:
	 * all did.
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
	std::vector<CpuSet> affinities_; /* empty: as its cpuset is */
	std::vector<Baseline> baselines_;
};

} /* namespace ktstr */
