/* SPDX-License-Identifier: GPL-2.0 */
/* What a Stage measures between two points in time. */
#include <algorithm>
#include <map>

#include "init/proc_stats.h"
#include "init/scenario/stage.h"
#include "init/sys.h"

namespace ktstr {

namespace {

/* The growth of a monotonic count; absent if either reading is. */
std::optional<uint64_t> growth(std::optional<uint64_t> begin, std::optional<uint64_t> end)
{
	if (!begin || !end || *end < *begin)
		return std::nullopt;
	return *end - *begin;
}

} /* namespace */

Stage::CgroupCounts Stage::count(const std::string &name) const
{
	std::string pressure = cgroups_.read(name, "cpu.pressure").value_or("");
	std::string cpu = cgroups_.read(name, "cpu.stat").value_or("");

	return {parse_pressure_us(pressure), keyed_value(cpu, "nr_periods"),
		keyed_value(cpu, "nr_throttled")};
}

void Stage::begin_window()
{
	baselines_.clear();
	for (Item &item : items_)
		if (item.team)
			item.team->begin_window();
	for (const auto &[name, cgroup] : state_.cgroups())
		baselines_.emplace(name, count(name));
	window_begin_ns_ = boot_time_ns();
}

void Stage::end_window(Window *window) const
{
	std::vector<CpuPlace> places = cpu_places(job_.topology);
	auto node_of = [&places](unsigned cpu) {
		return cpu < places.size() ? places[cpu].node : 0;
	};

	window->where = where_;
	window->length_ns = boot_time_ns() - window_begin_ns_;
	for (const auto &[name, begin] : baselines_) {
		CgroupCounts end = count(name);
		CgroupMeasurement cgroup;

		cgroup.name = name;
		cgroup.periods = growth(begin.periods, end.periods);
		cgroup.throttled = growth(begin.throttled, end.throttled);
		std::optional<uint64_t> pressure_us = growth(begin.pressure_us, end.pressure_us);
		if (pressure_us && window->length_ns)
			cgroup.pressure_percent =
				double(*pressure_us) * 1000 * 100 / double(window->length_ns);
		window->cgroups.push_back(cgroup);
	}
	for (const Item &item : items_) {
		if (!item.team)
			continue;
		std::vector<WorkerMeasurement> workers = item.team->end_window(node_of);
		std::move(workers.begin(), workers.end(), std::back_inserter(window->workers));
	}
}

RunnableSample Stage::look_at_runnable() const
{
	std::map<unsigned, uint32_t> by_cpu;
	CpuSet cpus;
	RunnableSample sample;

	for (const Item &item : items_) {
		if (!item.team || item.team->frozen)
			continue;
		CpuSet allowed = state_.allowed(item.team->cgroup);
		cpus.insert(cpus.end(), allowed.begin(), allowed.end());
		for (pid_t pid : item.team->pids()) {
			for (pid_t thread : threads_of(pid)) {
				std::optional<TaskStat> stat = task_stat(pid, thread);

				if (stat && stat->state == 'R')
					by_cpu[stat->cpu]++;
			}
		}
	}
	std::sort(cpus.begin(), cpus.end());
	sample.cpus = uint32_t(std::unique(cpus.begin(), cpus.end()) - cpus.begin());
	for (const auto &[cpu, tasks] : by_cpu) {
		sample.runnable += tasks;
		sample.most = std::max(sample.most, tasks);
	}
	return sample;
}

} /* namespace ktstr */
