/* SPDX-License-Identifier: GPL-2.0 */
/*
 * PlacementPlan: the host CPU of each vCPU and the host node of each guest node's memory. What the
 * guest is told about caches and SMT siblings is then true as far as the host allows. Pure
 * functions; any thread.
 */
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/placement/host_topology.h"
#include "harness/scenario/topology/topology.h"

namespace ktstr {

struct PlacementPlan {
	std::vector<unsigned> cpus; /* host CPU of each vCPU; empty: not pinned */
	std::vector<int> nodes;	    /* host node of each guest node; -1: any */
	std::vector<unsigned> llcs; /* host LLCs that those CPUs use, ascending */
	unsigned rank = 0;	    /* 0: everything matches; higher: less does */
	std::vector<std::string>
		notes; /* for the user: what does not match, or why nothing is pinned */
};

/** Never puts two vCPUs on one host CPU; it does not pin at all then. */
PlacementPlan plan_placement(const Topology &topology, const HostTopology &host);

/**
 * Why guest memory (@node_memory: bytes of each guest node) cannot use huge pages where @nodes
 * places it; empty: as far as is known, it can.
 */
std::string lack_of_huge_pages(const std::vector<uint64_t> &node_memory,
			       const std::vector<int> &nodes, const HostTopology &host);

} /* namespace ktstr */
