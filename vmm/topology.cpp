/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/topology.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <string>
#include <tuple>

#include "vmm/guest_memory.h"

namespace ktstr {

namespace {

constexpr uint64_t kMemoryGranule = 2ull << 20; /* GuestMemory::create() */
constexpr uint64_t kMaxNodeMemory = 1ull << 40; /* keeps sums from overflowing */
constexpr uint8_t kLocalDistance = 10;		/* ACPI 6.5 §5.2.17 */
/* Linux computes in 32 bits, in picoseconds and MB/s (hmat_normalize()). */
constexpr uint32_t kMaxLatencyNs = std::numeric_limits<uint32_t>::max() / 1000;
constexpr uint32_t kMaxBandwidthMbps = std::numeric_limits<uint32_t>::max();

Error refuse(const char *what, uint64_t value, uint64_t low, uint64_t high)
{
	return format_error(what, std::to_string(value) + " is not in " + std::to_string(low) +
					  ".." + std::to_string(high));
}

Result<void> check_cpus(const MachineTopology &topology)
{
	using Place = std::tuple<unsigned, unsigned, unsigned, unsigned>;
	size_t cpus = topology.cpus.size();
	Place last = {};

	if (cpus < 1 || cpus > MachineTopology::kMaxCpus)
		return refuse("number of vCPUs", cpus, 1, MachineTopology::kMaxCpus);
	for (size_t i = 0; i < cpus; i++) {
		const MachineTopology::Cpu &cpu = topology.cpus[i];
		Place place = {cpu.package, cpu.llc, cpu.core, cpu.thread};

		if (cpu.node >= topology.nodes())
			return refuse("node of a vCPU", cpu.node, 0, topology.nodes() - 1);
		if (i ? place <= last : place != Place{})
			return format_error(i ? "place of a vCPU does not follow the previous one"
					      : "place of the first vCPU is not zero",
					    std::to_string(i));
		last = place;
	}
	return {};
}

Result<void> check_memory(const MachineTopology &topology)
{
	if (topology.nodes() < 1 || topology.nodes() > MachineTopology::kMaxNodes)
		return refuse("number of nodes", topology.nodes(), 1, MachineTopology::kMaxNodes);
	for (unsigned node = 0; node < topology.nodes(); node++) {
		uint64_t size = topology.node_memory[node];

		if (size > kMaxNodeMemory)
			return refuse("memory of a node in bytes", size, 0, kMaxNodeMemory);
		if (size % kMemoryGranule)
			return format_error("memory of a node is not a multiple of 2 MiB",
					    std::to_string(size));
		if (!size && !topology.has_cpus(node))
			return format_error("node has neither vCPUs nor memory",
					    std::to_string(node));
	}
	return {};
}

/** Same rules as slit_valid() in drivers/acpi/numa/srat.c, which drops an invalid table. */
Result<void> check_distances(const MachineTopology &topology)
{
	unsigned nodes = topology.nodes();

	if (topology.distances.size() != size_t{nodes} * nodes)
		return refuse("number of distances", topology.distances.size(), nodes * nodes,
			      nodes * nodes);
	for (unsigned from = 0; from < nodes; from++) {
		for (unsigned to = 0; to < nodes; to++) {
			uint8_t distance = topology.distances[from * nodes + to];

			if (from == to && distance != kLocalDistance)
				return refuse("distance from a node to itself", distance,
					      kLocalDistance, kLocalDistance);
			if (from != to && distance <= kLocalDistance)
				return refuse("distance between two nodes", distance,
					      kLocalDistance + 1,
					      std::numeric_limits<uint8_t>::max());
		}
	}
	return {};
}

/** Checks one HMAT matrix. @what names its values, @number their count. */
Result<void> check_attributes(const MachineTopology &topology, const char *what, const char *number,
			      const std::vector<uint32_t> &values, uint32_t highest)
{
	size_t size = 0;

	for (unsigned node = 0; node < topology.nodes(); node++)
		size += topology.has_cpus(node) ? topology.nodes() : 0;
	if (values.size() != size)
		return refuse(number, values.size(), size, size);
	for (uint32_t value : values) {
		if (value < 1 || value > highest)
			return refuse(what, value, 1, highest);
	}
	return {};
}

} /* namespace */

MachineTopology MachineTopology::flat(unsigned cpus, uint64_t memory_bytes)
{
	MachineTopology topology;

	for (unsigned core = 0; core < cpus; core++)
		topology.cpus.push_back({0, 0, 0, core, 0});
	topology.node_memory = {memory_bytes};
	topology.distances = {10};
	return topology;
}

uint64_t MachineTopology::memory_bytes() const
{
	return std::accumulate(node_memory.begin(), node_memory.end(), uint64_t{0});
}

bool MachineTopology::has_cpus(unsigned node) const
{
	return std::any_of(cpus.begin(), cpus.end(),
			   [node](const Cpu &cpu) { return cpu.node == node; });
}

std::vector<NodeMemoryRange> node_memory_ranges(const MachineTopology &topology)
{
	constexpr uint64_t kHoleSize = GuestMemory::kHoleEnd - GuestMemory::kHoleStart;
	std::vector<NodeMemoryRange> ranges;
	uint64_t offset = 0;

	for (unsigned node = 0; node < topology.nodes(); node++) {
		uint64_t end = offset + topology.node_memory[node];

		while (offset < end) {
			bool low = offset < GuestMemory::kHoleStart;
			uint64_t stop = low ? std::min(end, GuestMemory::kHoleStart) : end;

			ranges.push_back(
				{node, offset + (low ? 0 : kHoleSize), stop - offset, offset});
			offset = stop;
		}
	}
	return ranges;
}

Result<void> check_machine_topology(const MachineTopology &topology)
{
	KTSTR_TRY(check_memory(topology));
	KTSTR_TRY(check_cpus(topology));
	KTSTR_TRY(check_distances(topology));
	if (!topology.latency_ns.empty() || !topology.bandwidth_mbps.empty()) {
		KTSTR_TRY(check_attributes(topology, "latency in ns", "number of latencies",
					   topology.latency_ns, kMaxLatencyNs));
		KTSTR_TRY(check_attributes(topology, "bandwidth in MB/s", "number of bandwidths",
					   topology.bandwidth_mbps, kMaxBandwidthMbps));
	}
	return check_platform_topology(topology);
}

} /* namespace ktstr */
