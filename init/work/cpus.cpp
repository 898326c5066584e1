/* SPDX-License-Identifier: GPL-2.0 */
#include "init/work/cpus.h"

#include <algorithm>
#include <cstring>

#include "harness/scenario/topology/cpu_list.h"
#include "init/work/report.h"

namespace ktstr {

namespace {

static_assert(CPU_SETSIZE >= kMaxCpus);

cpu_set_t all_cpus()
{
	cpu_set_t all;

	memset(&all, 0xff, sizeof(all));
	return all;
}

} /* namespace */

std::vector<unsigned> allowed_cpus(pid_t pid)
{
	std::vector<unsigned> cpus;
	cpu_set_t set;

	if (sched_getaffinity(pid, sizeof(set), &set) < 0)
		return cpus;
	for (unsigned cpu = 0; cpu < kMaxCpus; cpu++)
		if (CPU_ISSET(cpu, &set))
			cpus.push_back(cpu);
	return cpus;
}

bool bind_to_cpus(pid_t pid, const std::vector<unsigned> &cpus)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	for (unsigned cpu : cpus)
		if (cpu < kMaxCpus)
			CPU_SET(cpu, &set);
	return sched_setaffinity(pid, sizeof(set), &set) == 0;
}

unsigned other_cpu(std::vector<unsigned> cpus, unsigned current, uint64_t number)
{
	std::erase(cpus, current);
	return cpus.empty() ? current : cpus[number % cpus.size()];
}

std::vector<std::vector<unsigned>> smt_cores(const std::vector<unsigned> &cpus,
					     const std::vector<std::string> &lists)
{
	std::vector<std::vector<unsigned>> cores;

	for (size_t i = 0; i < cpus.size() && i < lists.size(); i++) {
		Result<std::vector<unsigned>> siblings = parse_cpu_list(lists[i]);
		std::vector<unsigned> core;

		if (!siblings)
			continue;
		std::ranges::set_intersection(siblings.value(), cpus, std::back_inserter(core));
		/* A core comes up once for each of its CPUs; take the first. */
		if (core.size() >= 2 && core[0] == cpus[i])
			cores.push_back(std::move(core));
	}
	return cores;
}

CpuChoice::CpuChoice(pid_t pid) : pid_(pid), wish_(all_cpus())
{
	cpu_set_t first, cgroup;

	if (sched_getaffinity(pid, sizeof(first), &first) < 0 ||
	    sched_setaffinity(pid, sizeof(wish_), &wish_) < 0 ||
	    sched_getaffinity(pid, sizeof(cgroup), &cgroup) < 0)
		return;
	if (CPU_EQUAL(&first, &cgroup))
		return;
	wish_ = first;
	sched_setaffinity(pid, sizeof(first), &first);
}

std::vector<unsigned> CpuChoice::widen() const
{
	cpu_set_t all = all_cpus();

	/* The cpuset may have changed to one with none of these CPUs (cpuset_cpus_allowed()). */
	if (sched_setaffinity(pid_, sizeof(wish_), &wish_) < 0 &&
	    sched_setaffinity(pid_, sizeof(all), &all) < 0)
		return {};
	return allowed_cpus(pid_);
}

} /* namespace ktstr */
