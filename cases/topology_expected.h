/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Expected topology: what a kernel must see of a declared machine while certain CPUs are online.
 * Pure functions of the declaration, which know nothing of the tables that the machine is built
 * with.
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

	/** After boot, until changed. */
	const CpuSet &online() const { return online_; }
	void set_online(unsigned cpu, bool online) { online_.set(cpu, online); }

	/* Online CPUs that share it with @cpu, itself among them. */
	CpuSet thread_siblings(unsigned cpu) const;
	CpuSet llc_siblings(unsigned cpu) const;
	CpuSet node_siblings(unsigned cpu) const { return node_cpus(places_[cpu].node); }
	CpuSet node_cpus(unsigned node) const;
	/** Cores of the node that have a CPU online. */
	unsigned node_cores(unsigned node) const;
	/** Whether a core has more than one CPU online. */
	bool smt_active() const;

	/** Bit fields: thread, core, LLC and package, from the lowest, each as narrow as can be. */
	uint32_t apic_id(unsigned cpu) const;

	/** Spans of the scheduling domains of @cpu, the innermost first, all different. */
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
