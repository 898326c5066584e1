/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/scenario/topology/topology.h"

namespace ktstr {

unsigned Topology::node_llc_count(unsigned node) const
{
	return node_llcs.empty() ? llcs / numa_nodes : node_llcs[node];
}

unsigned Topology::llc_core_count(unsigned llc) const
{
	return llc_cores.empty() ? cores_per_llc : llc_cores[llc];
}

unsigned Topology::cpus() const
{
	unsigned cores = 0;

	for (unsigned llc = 0; llc < llcs; llc++)
		cores += llc_core_count(llc);
	return cores * threads_per_core;
}

unsigned Topology::distance(unsigned from, unsigned to) const
{
	constexpr unsigned kLocal = 10, kRemote = 20; /* include/linux/topology.h */

	if (!distances.empty())
		return distances[from * nodes() + to];
	return from == to ? kLocal : kRemote;
}

std::vector<CpuPlace> cpu_places(const Topology &topology)
{
	std::vector<CpuPlace> places;
	unsigned cpus = topology.cpus(), llc = 0, core = 0;

	for (unsigned node = 0; node < topology.numa_nodes; node++) {
		for (unsigned l = 0; l < topology.node_llc_count(node); l++, llc++) {
			for (unsigned c = 0; c < topology.llc_core_count(llc); c++, core++) {
				for (unsigned t = 0; t < topology.threads_per_core; t++) {
					bool online = places.size() + topology.offline < cpus &&
						      (topology.smt || t == 0);

					places.push_back({node, llc, l, core, c, t, online});
				}
			}
		}
	}
	return places;
}

} /* namespace ktstr */
