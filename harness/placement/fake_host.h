/* SPDX-License-Identifier: GPL-2.0 */
/* Simulated machines and their sysfs trees; for tests only. One thread. */
#pragma once

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "harness/base/test_folder.h"
#include "harness/placement/host_topology.h"
#include "harness/scenario/topology/cpu_list.h"

namespace ktstr::test {

struct FakeShape {
	unsigned nodes = 1;
	unsigned llcs = 1;  /* per node */
	unsigned cores = 2; /* per LLC */
	unsigned threads = 1;
	std::vector<unsigned> offline = {};
	unsigned free_huge_pages = 0; /* per node */

	unsigned cpus() const { return nodes * llcs * cores * threads; }
};

/* What read_host_topology() must return for a FakeHost whose CPUs are all allowed. */
inline HostTopology topology_of(const FakeShape &shape)
{
	HostTopology host;
	unsigned per_thread = shape.nodes * shape.llcs * shape.cores;
	auto online = [&shape](unsigned cpu) {
		return std::find(shape.offline.begin(), shape.offline.end(), cpu) ==
		       shape.offline.end();
	};
	/* The lowest online CPU of @count cores starting at @first. */
	auto name = [&](unsigned first, unsigned count) {
		for (unsigned thread = 0; thread < shape.threads; thread++) {
			for (unsigned core = first; core < first + count; core++) {
				if (online(thread * per_thread + core))
					return thread * per_thread + core;
			}
		}
		return first;
	};

	for (unsigned cpu = 0; cpu < shape.cpus(); cpu++) {
		unsigned core = cpu % per_thread;

		if (online(cpu))
			host.cpus.push_back({cpu, core / (shape.llcs * shape.cores),
					     name(core / shape.cores * shape.cores, shape.cores),
					     name(core, 1)});
	}
	std::sort(host.cpus.begin(), host.cpus.end(), [](const HostCpu &a, const HostCpu &b) {
		return std::tie(a.node, a.llc, a.core, a.cpu) <
		       std::tie(b.node, b.llc, b.core, b.cpu);
	});
	for (unsigned node = 0; node < shape.nodes; node++)
		host.nodes.push_back({node, shape.free_huge_pages});
	return host;
}

/* CPUs numbered as firmware does: all first threads, then all second ones. */
class FakeHost {
public:
	explicit FakeHost(const FakeShape &shape) : shape_(shape)
	{
		unsigned per_thread = shape.nodes * shape.llcs * shape.cores;

		for (unsigned cpu = 0; cpu < shape.cpus(); cpu++)
			write_cpu(cpu, per_thread);
		folder_.write("devices/system/cpu/online", list(0, per_thread, per_thread));
		for (unsigned node = 0; node < shape.nodes; node++)
			write_node(node, per_thread);
		folder_.write("devices/system/node/online",
			      "0-" + std::to_string(shape.nodes - 1) + "\n");
	}

	const std::string &sysfs() const { return folder_.path(); }
	std::vector<unsigned> all() const
	{
		std::vector<unsigned> cpus;

		for (unsigned cpu = 0; cpu < shape_.cpus(); cpu++)
			cpus.push_back(cpu);
		return cpus;
	}
	const TestFolder &folder() const { return folder_; }

private:
	/* First threads @first..@first+@count and their siblings, without offline ones. */
	std::string list(unsigned first, unsigned count, unsigned per_thread) const
	{
		std::vector<unsigned> cpus;

		for (unsigned thread = 0; thread < shape_.threads; thread++) {
			for (unsigned i = first; i < first + count; i++)
				cpus.push_back(thread * per_thread + i);
		}
		for (unsigned cpu : shape_.offline)
			std::erase(cpus, cpu);
		return cpu_list_text(cpus) + "\n";
	}

	void write_cpu(unsigned cpu, unsigned per_thread) const
	{
		std::string path = "devices/system/cpu/cpu" + std::to_string(cpu) + "/";
		unsigned core = cpu % per_thread, llc = core / shape_.cores * shape_.cores;
		std::string siblings = list(core, 1, per_thread);

		/* The kernel has neither file for an offline CPU. */
		if (std::find(shape_.offline.begin(), shape_.offline.end(), cpu) !=
		    shape_.offline.end())
			return;
		folder_.write(path + "topology/core_cpus_list", siblings);
		folder_.write(path + "cache/index0/level", "1\n");
		folder_.write(path + "cache/index0/shared_cpu_list", siblings);
		folder_.write(path + "cache/index1/level", "3\n");
		folder_.write(path + "cache/index1/shared_cpu_list",
			      list(llc, shape_.cores, per_thread));
	}

	void write_node(unsigned node, unsigned per_thread) const
	{
		std::string path = "devices/system/node/node" + std::to_string(node) + "/";
		unsigned cores = shape_.llcs * shape_.cores;

		folder_.write(path + "cpulist", list(node * cores, cores, per_thread));
		folder_.write(path + "hugepages/hugepages-2048kB/free_hugepages",
			      std::to_string(shape_.free_huge_pages) + "\n");
	}

	FakeShape shape_;
	TestFolder folder_;
};

inline FakeShape laptop()
{
	return {1, 1, 4, 2};
}
inline FakeShape smt_server()
{
	return {2, 2, 4, 2};
}
inline FakeShape many_llcs()
{
	return {1, 8, 8, 1};
}
inline FakeShape one_cpu()
{
	return {1, 1, 1, 1};
}

} /* namespace ktstr::test */
