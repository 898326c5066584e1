/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ExpectedTopology: what a kernel must see of a declared machine while certain CPUs are online.
 * Derived from the declaration alone, not from the tables that the machine is built with.
 */
#pragma once

#include <vector>

#include "cases/topology_view.h"
#include "harness/scenario/topology/topology.h"

namespace ktstr {

class ExpectedTopology {
public:
	explicit ExpectedTopology(const Topology &topology);

	const Topology &topology() const { return topology_; }
	unsigned cpus() const { return unsigned(places_.size()); }
	const CpuPlace &place(unsigned cpu) const { return places_[cpu]; }

	/** CPUs online after boot, as changed by set_online(). */
	const CpuSet &online() const { return online_; }
	void set_online(unsigned cpu, bool online) { online_.set(cpu, online); }

	/* Online CPUs that share a core, LLC or node with @cpu, itself included. */
	CpuSet thread_siblings(unsigned cpu) const;
	CpuSet llc_siblings(unsigned cpu) const;
	CpuSet node_siblings(unsigned cpu) const { return node_cpus(places_[cpu].node); }
	CpuSet node_cpus(unsigned node) const;
	/** Number of cores of the node with a CPU online. */
	unsigned node_cores(unsigned node) const;
	/** Whether any core has more than one CPU online. */
	bool smt_active() const;

	/** Bit fields from the lowest: thread, core, LLC, package; each as narrow as possible. */
	uint32_t apic_id(unsigned cpu) const;

	/** Spans of the sched domains of @cpu, innermost first, without duplicates. */
	std::vector<CpuSet> domain_spans(unsigned cpu) const;

private:
	template <typename Same>
	CpuSet online_where(Same same) const;
	CpuSet within(unsigned node, unsigned distance) const;
	std::vector<unsigned> numa_levels() const;

	Topology topology_;
	std::vector<CpuPlace> places_;
	CpuSet online_;
	unsigned thread_bits_, core_bits_, llc_bits_;
};

} /* namespace ktstr */
