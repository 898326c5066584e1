/* SPDX-License-Identifier: GPL-2.0 */
#include "cases/topology_expected.h"

#include <algorithm>
#include <bit>
#include <set>

namespace ktstr {

ExpectedTopology::ExpectedTopology(const Topology &topology)
	: topology_(topology), places_(cpu_places(topology))
{
	unsigned thread = 0, core = 0, llc = 0;

	for (unsigned cpu = 0; cpu < cpus(); cpu++) {
		online_.set(cpu, places_[cpu].online);
		thread = std::max(thread, places_[cpu].thread);
		core = std::max(core, places_[cpu].core_in_llc);
		llc = std::max(llc, places_[cpu].llc_in_node);
	}
	thread_bits_ = unsigned(std::bit_width(thread));
	core_bits_ = unsigned(std::bit_width(core));
	llc_bits_ = unsigned(std::bit_width(llc));
}

template <typename Same>
CpuSet ExpectedTopology::online_where(Same same) const
{
	CpuSet set;

	for (unsigned cpu = 0; cpu < cpus(); cpu++)
		set.set(cpu, online_[cpu] && same(places_[cpu]));
	return set;
}

CpuSet ExpectedTopology::thread_siblings(unsigned cpu) const
{
	return online_where([&](const CpuPlace &p) { return p.core == places_[cpu].core; });
}

CpuSet ExpectedTopology::llc_siblings(unsigned cpu) const
{
	return online_where([&](const CpuPlace &p) { return p.llc == places_[cpu].llc; });
}

CpuSet ExpectedTopology::node_cpus(unsigned node) const
{
	return online_where([&](const CpuPlace &p) { return p.node == node; });
}

unsigned ExpectedTopology::node_cores(unsigned node) const
{
	std::set<unsigned> cores;

	for (unsigned cpu = 0; cpu < cpus(); cpu++) {
		if (online_[cpu] && places_[cpu].node == node)
			cores.insert(places_[cpu].core);
	}
	return unsigned(cores.size());
}

bool ExpectedTopology::smt_active() const
{
	std::set<unsigned> cores;
	bool twice = false;

	for (unsigned cpu = 0; cpu < cpus(); cpu++)
		twice |= online_[cpu] && !cores.insert(places_[cpu].core).second;
	return twice;
}

uint32_t ExpectedTopology::apic_id(unsigned cpu) const
{
	const CpuPlace &p = places_[cpu];
	uint32_t id = p.node;

	id = id << llc_bits_ | p.llc_in_node;
	id = id << core_bits_ | p.core_in_llc;
	return id << thread_bits_ | p.thread;
}

/*
 * Distances between nodes with a CPU online, as sched_record_numa_dist() in kernel/sched/topology.c
 * collects them.
 */
std::vector<unsigned> ExpectedTopology::numa_levels() const
{
	std::set<unsigned> levels;

	for (unsigned from = 0; from < topology_.numa_nodes; from++) {
		if (node_cpus(from).none())
			continue;
		for (unsigned to = 0; to < topology_.numa_nodes; to++) {
			if (node_cpus(to).any())
				levels.insert(topology_.distance(from, to));
		}
	}
	return {levels.begin(), levels.end()};
}

CpuSet ExpectedTopology::within(unsigned node, unsigned distance) const
{
	return online_where(
		[&](const CpuPlace &p) { return topology_.distance(node, p.node) <= distance; });
}

/*
 * The levels of x86_topology[] in arch/x86/kernel/smpboot.c (SMT, CLS, MC and PKG), then those of
 * sched_init_numa(). A domain with one CPU, or with the same CPUs as the one below, is degenerate
 * and removed by cpu_attach_domain(). CLS is the L2 cache, which belongs to one core.
 */
std::vector<CpuSet> ExpectedTopology::domain_spans(unsigned cpu) const
{
	std::vector<CpuSet> levels = {thread_siblings(cpu), llc_siblings(cpu), node_siblings(cpu)};
	std::vector<CpuSet> spans;

	for (unsigned distance : numa_levels())
		levels.push_back(within(places_[cpu].node, distance));
	for (const CpuSet &level : levels) {
		if (level.count() > 1 && (spans.empty() || spans.back() != level))
			spans.push_back(level);
	}
	return spans;
}

} /* namespace ktstr */
