/* SPDX-License-Identifier: GPL-2.0 */
/*
 * TopologyCases: cases whose machine is given as text or as a preset, made and registered by a
 * static object before main(), as KTSTR_CASE() does for one.
 */
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "harness/scenario/case.h"

namespace ktstr {

/** What ktstr_topology calls beyond other schedulers, all of it since Linux 6.15. */
inline const std::vector<const char *> kTopologyKfuncs = {
	"scx_bpf_nr_node_ids",
	"scx_bpf_cpu_node",
	"scx_bpf_get_idle_cpumask_node",
};

/** Parses @text; aborts if it is no topology, as a malformed case does. */
Topology machine(const char *text);

/** What the kernel must have to show what check_kernel_view() looks at on @topology. */
std::vector<const char *> topology_options(const Topology &topology);

/** A case under ktstr_topology; wide machines take longer and are slow cases. */
Case topology_case(const char *name, const char *description, const Topology &topology,
		   void (*body)(Guest &guest));

/** Owns cases and their names; neither ever moves. */
class TopologyCases {
public:
	void add(Case made)
	{
		made.fixed_topology = true;
		CaseRegistration registration(cases_.emplace_back(std::move(made)));
	}
	const char *keep(std::string name) { return names_.emplace_back(std::move(name)).c_str(); }

private:
	std::deque<std::string> names_;
	std::deque<Case> cases_;
};

} /* namespace ktstr */
