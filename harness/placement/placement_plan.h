/* SPDX-License-Identifier: GPL-2.0 */
/*
 * PlacementPlan: which host CPU each vCPU gets, and which host node each guest node's memory, so
 * that what the guest is told about caches and SMT siblings is true where the host has as much.
 * Pure functions; any thread.
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
	std::vector<unsigned> llcs; /* of the host, that those CPUs use, ascending */
	unsigned rank = 0;	    /* 0: all matches; the more, the less does */
	std::vector<std::string>
		notes; /* for people: what does not match, or why nothing is pinned */
};

/** Never two vCPUs on one host CPU: not pinned then. */
PlacementPlan plan_placement(const Topology &topology, const HostTopology &host);

/**
 * Why guest memory (@node_memory: bytes of each guest node) cannot be had in huge pages where
 * @nodes wants it; empty: as far as is known, it can.
 */
std::string lack_of_huge_pages(const std::vector<uint64_t> &node_memory,
			       const std::vector<int> &nodes, const HostTopology &host);

} /* namespace ktstr */
