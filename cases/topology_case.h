/* SPDX-License-Identifier: GPL-2.0 */
/*
 * TopologyCases: cases whose machine comes from text or a preset. A static object builds and
 * registers them before main(), as KTSTR_CASE() does for one case.
 */
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "harness/scenario/case.h"

namespace ktstr {

/** The kfuncs that only ktstr_topology calls; available since Linux 6.15. */
inline const std::vector<const char *> kTopologyKfuncs = {
	"scx_bpf_nr_node_ids",
	"scx_bpf_cpu_node",
	"scx_bpf_get_idle_cpumask_node",
};

/** Parses @text; aborts if it is not a topology, as for any malformed case. */
Topology machine(const char *text);

/**
 * "8 LLCs of 4 cores with 2 threads each, on 2 NUMA nodes (64 CPUs)". Only for a machine that the
 * four numbers describe, as a preset.
 */
std::string machine_text(const Topology &topology);

/** The config options that check_kernel_view() needs on @topology. */
std::vector<const char *> topology_options(const Topology &topology);

/** A case under ktstr_topology. Wide machines get more time and make slow cases. */
Case topology_case(const char *name, const char *description, const Topology &topology,
		   void (*body)(Guest &guest));

/** Owns cases and their texts, which never move. */
class TopologyCases {
public:
	void add(Case made)
	{
		made.fixed_topology = true;
		CaseRegistration registration(cases_.emplace_back(std::move(made)));
	}
	const char *keep(std::string text) { return texts_.emplace_back(std::move(text)).c_str(); }

private:
	std::deque<std::string> texts_;
	std::deque<Case> cases_;
};

} /* namespace ktstr */
