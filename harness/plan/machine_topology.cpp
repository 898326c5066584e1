/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/plan/machine_topology.h"

#include <algorithm>
#include <numeric>

namespace ktstr {

namespace {

constexpr uint64_t kMinCpuMib = 2;

uint64_t sum_of(const std::vector<uint64_t> &sizes)
{
	return std::accumulate(sizes.begin(), sizes.end(), uint64_t{0});
}

/* Even shares, except for the first node: it gets the rest, and at least what it needs. */
std::vector<uint64_t> spread(uint64_t memory_mib, unsigned nodes)
{
	uint64_t share = memory_mib / nodes;

	if (share < kMinFirstNodeMib && nodes > 1)
		share = (memory_mib - kMinFirstNodeMib) / (nodes - 1);
	share -= share % kMemoryGranuleMib;
	std::vector<uint64_t> sizes(nodes, share);
	sizes[0] = memory_mib - share * (nodes - 1);
	return sizes;
}

std::string count_of(unsigned count, const char *thing)
{
	return std::to_string(count) + " " + thing + (count == 1 ? "" : "s");
}

std::string machine_size(const Topology &topology)
{
	return count_of(topology.cpus(), "CPU") + " and " + count_of(topology.nodes(), "node");
}

Result<std::vector<uint64_t>> node_sizes(const Topology &topology, uint64_t memory_mib)
{
	std::string name = "memory is " + std::to_string(memory_mib) + " MiB";
	uint64_t minimum = min_memory_mib(topology);
	std::vector<uint64_t> sizes = topology.node_memory_mib;

	if (!sizes.empty() && sum_of(sizes) != memory_mib)
		return format_error("topology", name + ", but the nodes' memory= is " +
							std::to_string(sum_of(sizes)) +
							" MiB in all");
	if (memory_mib < minimum)
		return format_error("topology", name + ": at least " + std::to_string(minimum) +
							" for " + machine_size(topology));
	if (memory_mib > kMaxMemoryMib)
		return format_error("topology",
				    name + ": at most " + std::to_string(kMaxMemoryMib));
	if (sizes.empty())
		sizes = spread(memory_mib, topology.nodes());
	KTSTR_TRY(check_node_memory(sizes));
	return sizes;
}

/* A fault without a visible effect would let a case pass that must fail. */
Result<TableFault> possible_fault(const Topology &topology)
{
	TableFault fault = KTSTR_TRY(parse_table_fault(topology.fault));
	const struct {
		TableFault fault;
		bool possible;
		const char *needs;
	} needs[] = {
		{TableFault::llc_sharing, topology.llcs > 1, "two last-level caches"},
		{TableFault::l2_sharing, topology.cpus() > topology.threads_per_core, "two cores"},
		{TableFault::slit_distance, topology.nodes() > 1, "two nodes"},
		{TableFault::srat_cpu, topology.numa_nodes > 1, "two nodes with CPUs"},
		{TableFault::srat_memory, topology.nodes() > 1, "two nodes"},
		{TableFault::hmat_latency, !topology.latency_ns.empty(), "latency= and bandwidth="},
		{TableFault::hmat_bandwidth, !topology.latency_ns.empty(),
		 "latency= and bandwidth="},
		{TableFault::madt_cpu, topology.cpus() > 1, "two CPUs"},
	};

	for (const auto &need : needs) {
		if (fault == need.fault && !need.possible)
			return format_error("topology",
					    "fault=" + topology.fault + " needs " + need.needs);
	}
	return fault;
}

MachineTopology::Vendor vendor_of(CpuVendor cpu)
{
	switch (cpu) {
	case CpuVendor::host:
		break;
	case CpuVendor::intel:
		return MachineTopology::Vendor::intel;
	case CpuVendor::amd:
		return MachineTopology::Vendor::amd;
	}
	return MachineTopology::Vendor::host;
}

} /* namespace */

uint64_t min_memory_mib(const Topology &topology)
{
	uint64_t for_cpus = kMinCpuMib * topology.cpus();
	uint64_t for_nodes = kMinNodeMib * (topology.nodes() - 1);

	return kMinFirstNodeMib + std::max(for_cpus, for_nodes);
}

uint64_t default_memory_mib(const Topology &topology)
{
	if (!topology.node_memory_mib.empty())
		return sum_of(topology.node_memory_mib);
	return 512 + 4 * topology.cpus() + kMinNodeMib * (topology.nodes() - 1);
}

uint64_t machine_memory_mib(const Topology &topology, uint64_t asked_mib)
{
	if (!asked_mib || !topology.node_memory_mib.empty())
		return default_memory_mib(topology);
	return std::max(asked_mib + asked_mib % kMemoryGranuleMib, min_memory_mib(topology));
}

Result<MachineTopology> make_machine_topology(const Topology &topology, uint64_t memory_mib)
{
	MachineTopology machine;
	unsigned nodes = topology.nodes();

	KTSTR_TRY(check_topology(topology));
	for (uint64_t mib : KTSTR_TRY(node_sizes(topology, memory_mib)))
		machine.node_memory.push_back(mib << 20);
	for (const CpuPlace &cpu : cpu_places(topology))
		machine.cpus.push_back(
			{cpu.node, cpu.node, cpu.llc_in_node, cpu.core_in_llc, cpu.thread});
	for (unsigned from = 0; from < nodes; from++) {
		for (unsigned to = 0; to < nodes; to++)
			machine.distances.push_back(uint8_t(topology.distance(from, to)));
	}
	machine.latency_ns = {topology.latency_ns.begin(), topology.latency_ns.end()};
	machine.bandwidth_mbps = {topology.bandwidth_mbps.begin(), topology.bandwidth_mbps.end()};
	machine.vendor = vendor_of(topology.cpu);
	if (!topology.fault.empty())
		machine.fault = KTSTR_TRY(possible_fault(topology));
	KTSTR_TRY(check_machine_topology(machine));
	return machine;
}

} /* namespace ktstr */
