/* SPDX-License-Identifier: GPL-2.0 */
#include "init/scenario/worker_team.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "harness/scenario/topology/cpu_list.h"
#include "init/proc_stats.h"
#include "init/sys.h"
#include "init/work/worker.h"

namespace ktstr {

namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;
constexpr unsigned kLastTries = 200;
constexpr useconds_t kLastTryUs = 5000;

std::string describe_end(int status)
{
	if (WIFSIGNALED(status))
		return std::string("was ended by signal ") + std::to_string(WTERMSIG(status)) +
		       " (" + strsignal(WTERMSIG(status)) + ")";
	return "exited with code " + std::to_string(WEXITSTATUS(status));
}

} /* namespace */

Result<std::unique_ptr<WorkerTeam>> WorkerTeam::start(std::unique_ptr<TeamWork> team_work,
						      const std::vector<WorkerStart> &starts,
						      const Wait &wait)
{
	std::unique_ptr<WorkerTeam> team(new WorkerTeam(std::move(team_work)));

	for (const WorkerStart &start : starts) {
		team->spawn(start);
		if (team->pids_.back() < 0)
			return errno_error("fork a worker", team->type());
	}
	for (unsigned worker = 0; worker < team->pids_.size();) {
		std::string failure = team->failure();

		if (!failure.empty())
			return format_error("start", failure);
		if (team->reached(worker, WorkerState::ready))
			worker++;
		else if (!wait())
			return format_error("start", std::string(team->type()) + " worker " +
							     std::to_string(worker) +
							     " does not become ready: " +
							     describe_stuck(team->pids_[worker]));
	}
	return team;
}

WorkerTeam::~WorkerTeam()
{
	unsigned tries = kLastTries;

	/* Only after an error; otherwise stop() has been called. */
	stop([&tries] {
		usleep(kLastTryUs);
		return tries-- > 0;
	});
}

void WorkerTeam::spawn(const WorkerStart &start)
{
	unsigned number = unsigned(pids_.size());
	pid_t pid = fork();

	if (pid == 0)
		start_worker(*work_, number, start);
	pids_.push_back(pid);
	ended_.push_back(pid < 0);
	status_.push_back(0);
	affinities_.push_back(start.cpus);
	baselines_.emplace_back();
}

bool WorkerTeam::reached(unsigned worker, WorkerState state) const
{
	return work_->report(worker).state.load(std::memory_order_acquire) >= uint32_t(state);
}

void WorkerTeam::allow(const CpuSet &cpus)
{
	/* Workers that bind themselves only have to obey their cpuset. */
	bool binds_itself = traits_of(work_->work()).binds_itself;

	for (unsigned worker = 0; worker < work_->size(); worker++) {
		CpuSet own = binds_itself ? CpuSet() : intersection(affinities_[worker], cpus);

		/* If the two are disjoint, the cpuset applies (__set_cpus_allowed_ptr()). */
		work_->report(worker).allowed.store(own.empty() ? cpus : own);
	}
}

Result<void> WorkerTeam::set_affinity(unsigned worker, const CpuSet &cpus, const CpuSet &online)
{
	const CpuSet &wanted = cpus.empty() ? online : cpus;

	for (pid_t thread : threads_of(pids_[worker]))
		if (!set_cpus(thread, wanted) && errno != ESRCH)
			return errno_error("set the affinity of a worker",
					   std::string(type()) + " " + std::to_string(thread) +
						   " to CPUs " + cpu_list_text(wanted));
	affinities_[worker] = cpus;
	return {};
}

void WorkerTeam::reap()
{
	for (unsigned worker = 0; worker < pids_.size(); worker++)
		if (!ended_[worker])
			ended_[worker] =
				waitpid(pids_[worker], &status_[worker], WNOHANG) == pids_[worker];
}

/* Kills their children too: each worker leads a session and so a process group. */
void WorkerTeam::kill_all() const
{
	for (unsigned worker = 0; worker < pids_.size(); worker++) {
		if (pids_[worker] < 0)
			continue;
		kill(-pids_[worker], SIGKILL);
		if (!ended_[worker])
			kill(pids_[worker], SIGKILL);
	}
}

std::string WorkerTeam::failure()
{
	reap();
	for (unsigned worker = 0; worker < pids_.size(); worker++) {
		const WorkerReport &report = work_->report(worker);
		std::string who = std::string(type()) + " worker " + std::to_string(worker) +
				  " (pid " + std::to_string(pids_[worker]) + ")";

		if (report.state.load(std::memory_order_acquire) == uint32_t(WorkerState::failed))
			return who + ": " + report.failure;
		if (ended_[worker])
			return who + " " + describe_end(status_[worker]);
	}
	return {};
}

std::string WorkerTeam::stop(const Wait &wait)
{
	kill_all();
	for (;;) {
		reap();
		if (std::all_of(ended_.begin(), ended_.end(), [](bool ended) { return ended; }))
			return {};
		if (!wait())
			break;
	}
	std::string stuck;
	for (unsigned worker = 0; worker < pids_.size(); worker++)
		if (!ended_[worker])
			stuck += (stuck.empty() ? "" : "\n") + describe_stuck(pids_[worker]);
	return stuck;
}

void WorkerTeam::begin_window()
{
	for (unsigned worker = 0; worker < pids_.size(); worker++) {
		WorkerReport &report = work_->report(worker);

		report.gap_ns.store(0, kRelaxed);
		report.wake_longest_ns.store(0, kRelaxed);
		report.used.store({});
		for (auto &sample : report.wake_ns)
			sample.store(kNoSample, kRelaxed);
		report.wake_begin.store(report.wakes.load(kRelaxed), kRelaxed);
		report.window_begin_ns.store(work_clock_ns(), kRelaxed);
		baselines_[worker] = {
			report.iterations.load(kRelaxed),  cpu_time_ns(pids_[worker]).value_or(0),
			run_delay_ns(pids_[worker]),	   report.migrations.load(kRelaxed),
			report.cpu_samples.load(kRelaxed), report.outside.load(kRelaxed)};
	}
}

WorkerMeasurement WorkerTeam::measure(unsigned worker) const
{
	const WorkerReport &report = work_->report(worker);
	const Baseline &begin = baselines_[worker];
	pid_t pid = pids_[worker];
	WorkerMeasurement now;

	now.cgroup = cgroup;
	now.team = number;
	now.number = worker;
	now.type = type();
	now.pid = pid;
	now.held_back = frozen;
	now.iterations = report.iterations.load(kRelaxed) - begin.iterations;
	uint64_t cpu_ns = cpu_time_ns(pid).value_or(begin.cpu_ns);
	now.cpu_ns = std::max(cpu_ns, begin.cpu_ns) - begin.cpu_ns;
	std::optional<uint64_t> delay = run_delay_ns(pid);
	/* The sum shrinks when a thread ends. */
	if (delay && begin.run_delay_ns && *delay >= *begin.run_delay_ns)
		now.run_delay_ns = *delay - *begin.run_delay_ns;
	if (report.tells_gaps.load(kRelaxed))
		now.gap_ns = report.gap_ns.load(kRelaxed);
	now.cpus_used = report.used.cpus();
	now.longest_wake_ns = report.wake_longest_ns.load(kRelaxed);
	now.migrations = report.migrations.load(kRelaxed) - begin.migrations;
	now.cpu_samples = report.cpu_samples.load(kRelaxed) - begin.cpu_samples;
	now.outside = report.outside.load(kRelaxed) - begin.outside;
	now.wakes = report.wakes.load(kRelaxed) - report.wake_begin.load(kRelaxed);
	for (size_t i = 0; i < std::min<uint64_t>(now.wakes, kWakeSamples); i++)
		/* kNoSample: the worker is writing this one. */
		if (uint32_t ns = report.wake_ns[i].load(kRelaxed); ns != kNoSample)
			now.wake_ns.push_back(ns);
	return now;
}

void WorkerTeam::count_pages(WorkerMeasurement *worker,
			     const std::function<unsigned(unsigned)> &node_of) const
{
	constexpr size_t kMaxMaps = 1 << 20;
	const WorkerReport &report = work_->report(worker->number);
	bool has_memory = report.memory_bytes.load(std::memory_order_acquire) > 0;
	std::optional<TaskStat> stat = has_memory ? task_stat(worker->pid) : std::nullopt;

	if (!stat)
		return;
	std::string maps =
		read_text("/proc/" + std::to_string(worker->pid) + "/numa_maps", kMaxMaps)
			.value_or("");
	std::optional<PageCount> pages =
		parse_numa_pages(maps, report.memory.load(kRelaxed), node_of(stat->cpu));
	if (!pages)
		return;
	worker->pages = pages->all;
	worker->local_pages = pages->local;
}

std::vector<WorkerMeasurement>
WorkerTeam::end_window(const std::function<unsigned(unsigned)> &node_of) const
{
	std::vector<WorkerMeasurement> workers;

	for (unsigned worker = 0; worker < pids_.size(); worker++)
		workers.push_back(measure(worker));
	/*
	 * Counting pages takes long, so do it last: later workers would get longer windows.
	 */
	for (WorkerMeasurement &worker : workers)
		count_pages(&worker, node_of);
	return workers;
}

} /* namespace ktstr */
