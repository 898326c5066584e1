/* SPDX-License-Identifier: GPL-2.0 */
/* Checks a Topology, in an order in which unchecked values are never used in computations. */
#include <algorithm>
#include <cctype>
#include <numeric>

#include "harness/scenario/topology/topology_bounds.h"

namespace ktstr {

namespace {

std::string text_of(uint64_t value)
{
	return std::to_string(value);
}

/* "2+2+1": @count spread over @over as evenly as possible. */
std::string spread_text(unsigned count, unsigned over)
{
	std::string text;

	for (unsigned i = 0; i < over; i++)
		text += (i ? "+" : "") + text_of(count / over + (i < count % over));
	return text;
}

Result<void> check_list(const FieldBounds &bounds, const std::vector<unsigned> &list, size_t size,
			const char *of_each)
{
	if (list.size() != size)
		return topology_error(std::string(bounds.field) + " lists " + text_of(list.size()) +
				      " numbers: must be " + text_of(size) + ", for each " +
				      of_each);
	for (unsigned value : list)
		KTSTR_TRY(check_bounds(bounds, value));
	return {};
}

Result<void> check_llcs(const Topology &topology)
{
	const std::vector<unsigned> &list = topology.node_llcs;
	unsigned nodes = topology.numa_nodes;

	if (!list.empty()) {
		KTSTR_TRY(check_list(topology_bounds::kLlcs, list, nodes, "node with CPUs"));
		if (topology.llcs != std::accumulate(list.begin(), list.end(), 0u))
			return topology_error("llcs is " + text_of(topology.llcs) +
					      ": must be the sum of node_llcs");
	}
	KTSTR_TRY(check_bounds(topology_bounds::kLlcs, topology.llcs));
	if (topology.llcs < nodes)
		return topology_error("LLCS is " + text_of(topology.llcs) + ": at least " +
				      text_of(nodes) + ", one for each node with CPUs");
	if (list.empty() && topology.llcs % nodes)
		return topology_error("LLCS " + text_of(topology.llcs) +
				      " do not spread evenly over " + text_of(nodes) +
				      " nodes (write " + spread_text(topology.llcs, nodes) +
				      " for uneven ones)");
	return {};
}

Result<void> check_cores(const Topology &topology)
{
	const std::vector<unsigned> &list = topology.llc_cores;

	KTSTR_TRY(check_bounds(topology_bounds::kCores, topology.cores_per_llc));
	KTSTR_TRY(check_bounds(topology_bounds::kThreads, topology.threads_per_core));
	if (list.empty())
		return {};
	KTSTR_TRY(check_list(topology_bounds::kCores, list, topology.llcs, "LLC"));
	if (topology.cores_per_llc != *std::max_element(list.begin(), list.end()))
		return topology_error("cores_per_llc is " + text_of(topology.cores_per_llc) +
				      ": must be the largest of llc_cores");
	return {};
}

Result<void> check_distances(const Topology &topology)
{
	unsigned nodes = topology.nodes();

	for (unsigned i = 0; i < topology.distances.size(); i++) {
		unsigned from = i / nodes, to = i % nodes, distance = topology.distances[i];
		std::string name = "distance of node " + text_of(from) + " to " +
				   (from == to ? "itself" : text_of(to)) + " is " +
				   text_of(distance);

		/* Otherwise slit_valid() (drivers/acpi/numa/srat.c) rejects the whole table. */
		if (from == to && distance != 10)
			return topology_error(name + ": must be 10");
		if (from != to && distance <= 10)
			return topology_error(name + ": at least 11");
		KTSTR_TRY(check_bounds(topology_bounds::kDistance, distance));
	}
	return {};
}

Result<void> check_matrix(const FieldBounds &bounds, const std::vector<unsigned> &matrix,
			  unsigned rows, unsigned columns)
{
	if (matrix.empty())
		return {};
	if (matrix.size() != size_t{rows} * columns)
		return topology_error(std::string(bounds.field) + " has " + text_of(matrix.size()) +
				      " numbers: must be " + text_of(rows) + " rows of " +
				      text_of(columns));
	for (unsigned value : matrix)
		KTSTR_TRY(check_bounds(bounds, value));
	return {};
}

Result<void> check_matrices(const Topology &topology)
{
	unsigned nodes = topology.nodes(), with_cpus = topology.numa_nodes;

	if (!topology.distances.empty() && topology.distances.size() != size_t{nodes} * nodes)
		return topology_error("distance has " + text_of(topology.distances.size()) +
				      " numbers: must be " + text_of(nodes) + " rows of " +
				      text_of(nodes));
	KTSTR_TRY(check_distances(topology));
	KTSTR_TRY(check_matrix(topology_bounds::kLatency, topology.latency_ns, with_cpus, nodes));
	KTSTR_TRY(check_matrix(topology_bounds::kBandwidth, topology.bandwidth_mbps, with_cpus,
			       nodes));
	if (topology.latency_ns.empty() != topology.bandwidth_mbps.empty())
		return topology_error(topology.latency_ns.empty()
					      ? "bandwidth without latency: both, or neither"
					      : "latency without bandwidth: both, or neither");
	return {};
}

Result<void> check_offline(const Topology &topology)
{
	unsigned cpus = topology.cpus();

	if (topology.offline >= cpus)
		return topology_error("offline=" + text_of(topology.offline) + " of " +
				      text_of(cpus) + " CPUs: at most " + text_of(cpus - 1) +
				      " (CPU 0 always boots)");
	if (topology.offline && !topology.smt)
		return topology_error("offline together with smt=off: give only one of them");
	return {};
}

Result<void> check_fault(const std::string &fault)
{
	constexpr size_t kLongest = 32;

	if (fault.size() > kLongest)
		return topology_error("fault has a name of " + text_of(fault.size()) +
				      " characters: at most " + text_of(kLongest));
	for (unsigned char c : fault) {
		if (!islower(c) && !isdigit(c) && c != '-')
			return topology_error("fault must be a name of a-z, 0-9 and -");
	}
	return {};
}

} /* namespace */

Result<void> check_bounds(const FieldBounds &bounds, uint64_t value)
{
	std::string name = std::string(bounds.field) + " is " + text_of(value);

	if (value < bounds.minimum)
		return topology_error(name + ": at least " + text_of(bounds.minimum));
	if (value > bounds.maximum)
		return topology_error(name + ": at most " + text_of(bounds.maximum));
	return {};
}

Result<void> check_shape(const Topology &topology)
{
	KTSTR_TRY(check_bounds(topology_bounds::kNuma, topology.numa_nodes));
	if (topology.memory_nodes)
		KTSTR_TRY(check_bounds(topology_bounds::kMemoryNodes, topology.memory_nodes));
	if (topology.nodes() > kMaxTopologyNodes)
		return topology_error(text_of(topology.nodes()) + " nodes: at most " +
				      text_of(kMaxTopologyNodes));
	KTSTR_TRY(check_llcs(topology));
	KTSTR_TRY(check_cores(topology));
	/* At most 2^30: each factor has been checked. */
	if (topology.cpus() > kMaxTopologyCpus)
		return topology_error(text_of(topology.cpus()) + " CPUs: at most " +
				      text_of(kMaxTopologyCpus));
	return {};
}

Result<void> check_node_memory(const std::vector<uint64_t> &node_memory_mib)
{
	uint64_t sum = 0;

	for (size_t node = 0; node < node_memory_mib.size(); node++) {
		uint64_t mib = node_memory_mib[node];
		uint64_t minimum = node == 0 ? kMinFirstNodeMib : kMinNodeMib;
		std::string name =
			"memory of node " + text_of(node) + " is " + text_of(mib) + " MiB";

		if (mib < minimum)
			return topology_error(name + ": at least " + text_of(minimum));
		if (mib > kMaxMemoryMib)
			return topology_error(name + ": at most " + text_of(kMaxMemoryMib));
		if (mib % kMemoryGranuleMib)
			return topology_error(name + ": a multiple of " +
					      text_of(kMemoryGranuleMib));
		sum += mib;
	}
	if (sum > kMaxMemoryMib)
		return topology_error("memory is " + text_of(sum) + " MiB in all: at most " +
				      text_of(kMaxMemoryMib));
	return {};
}

Result<void> check_topology(const Topology &topology)
{
	const std::vector<uint64_t> &memory = topology.node_memory_mib;

	KTSTR_TRY(check_shape(topology));
	/* Otherwise the text form, which session and init read, would parse to another value. */
	if (!topology.node_llcs.empty() && all_alike(topology.node_llcs))
		return topology_error("node_llcs lists equal numbers: leave it empty");
	if (!topology.llc_cores.empty() && all_alike(topology.llc_cores))
		return topology_error("llc_cores lists equal numbers: leave it empty");
	KTSTR_TRY(check_offline(topology));
	if (!memory.empty() && memory.size() != topology.nodes())
		return topology_error("memory lists " + text_of(memory.size()) +
				      " sizes: must be " + text_of(topology.nodes()) +
				      ", for each node");
	KTSTR_TRY(check_node_memory(memory));
	KTSTR_TRY(check_matrices(topology));
	return check_fault(topology.fault);
}

} /* namespace ktstr */
