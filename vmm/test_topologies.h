/* SPDX-License-Identifier: GPL-2.0 */
/*
 * For tests of code that builds from a topology: topologies of many shapes. Any thread.
 */
#pragma once

#include "vmm/topology.h"

namespace ktstr::test {

struct Shape {
	unsigned nodes, llcs_per_node, cores, threads, memory_nodes = 0;
	bool attributes = false; /* with latencies and bandwidths */
};

inline MachineTopology make_topology(const Shape &shape)
{
	MachineTopology topology;
	unsigned nodes = shape.nodes + shape.memory_nodes;

	for (unsigned node = 0; node < shape.nodes; node++)
		for (unsigned llc = 0; llc < shape.llcs_per_node; llc++)
			for (unsigned core = 0; core < shape.cores; core++)
				for (unsigned thread = 0; thread < shape.threads; thread++)
					topology.cpus.push_back({node, node, llc, core, thread});
	topology.node_memory.assign(nodes, 512ull << 20);
	for (unsigned from = 0; from < nodes; from++)
		for (unsigned to = 0; to < nodes; to++)
			topology.distances.push_back(uint8_t(from == to ? 10 : 20 + from + to));
	for (unsigned i = 0; shape.attributes && i < shape.nodes * nodes; i++) {
		topology.latency_ns.push_back(80 + 7 * i);
		topology.bandwidth_mbps.push_back(100000 + 4000 * i);
	}
	return topology;
}

} /* namespace ktstr::test */
