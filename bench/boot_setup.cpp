/* SPDX-License-Identifier: GPL-2.0 */
#include "bench/boot_setup.h"

#include <numeric>

#include "harness/kernel/cpu_bringup.h"
#include "harness/scenario/topology/topology.h"

namespace ktstr {

namespace {

constexpr uint64_t kMemoryMib = 512;
constexpr uint64_t kVcpuMemoryMib = 4;
constexpr uint64_t kGranuleMib = 2;    /* GuestMemory::create() */
constexpr unsigned kBootTimeout = 120; /* s */
constexpr unsigned kVcpuTimeout = 7;   /* s; half an hour at 252 */
constexpr uint8_t kLocalDistance = 10, kRemoteDistance = 20;
static_assert(MachineTopology::kMaxCpus == 1024, "an error message below says 1024");
constexpr char kCommandLine[] = "console=ttyS0 loglevel=1 panic=-1 reboot=t";

} /* namespace */

uint64_t BootSetup::memory_mib() const
{
	return std::accumulate(node_memory_mib.begin(), node_memory_mib.end(), uint64_t{0});
}

Result<void> check_boot_size(const BootSize &size)
{
	if (size.vcpus < 1 || size.vcpus > MachineTopology::kMaxCpus)
		return format_error("bad width, vCPUs must be 1 to 1024",
				    std::to_string(size.vcpus));
	if (size.nodes < 1 || size.nodes > kMaxTopologyNodes)
		return format_error("bad number of NUMA nodes", std::to_string(size.nodes));
	if (size.vcpus % size.nodes)
		return format_error("bad width for this many NUMA nodes",
				    std::to_string(size.vcpus) + " vCPUs, " +
					    std::to_string(size.nodes) + " nodes");
	return {};
}

Result<BootSetup> make_boot_setup(const std::string &work, const BootSize &size, unsigned host_cpus)
{
	KTSTR_TRY(check_boot_size(size));

	BootSetup setup = {};
	setup.kernel = work + "/vmlinuz";
	setup.initrd = work + "/initrd";
	setup.command_line = kCommandLine;
	setup.command_line += bringup_arguments(size.vcpus, size.vcpus, host_cpus);
	setup.vcpus = size.vcpus;
	setup.nodes = size.nodes;
	setup.timeout_s = kBootTimeout + kVcpuTimeout * size.vcpus;

	const unsigned node_cores = size.vcpus / size.nodes;
	setup.llcs = (node_cores + kMaxLlcCores - 1) / kMaxLlcCores;
	while (node_cores % setup.llcs)
		setup.llcs++;
	setup.cores = node_cores / setup.llcs;

	const uint64_t memory = kMemoryMib + kVcpuMemoryMib * size.vcpus;
	const uint64_t share = memory / size.nodes / kGranuleMib * kGranuleMib;
	setup.node_memory_mib.assign(size.nodes, share);
	setup.node_memory_mib[0] = memory - share * (size.nodes - 1);
	return setup;
}

MachineTopology machine_topology(const BootSetup &setup)
{
	MachineTopology topology;

	for (unsigned node = 0; node < setup.nodes; node++) {
		for (unsigned llc = 0; llc < setup.llcs; llc++)
			for (unsigned core = 0; core < setup.cores; core++)
				topology.cpus.push_back({node, node, llc, core, 0});
		topology.node_memory.push_back(setup.node_memory_mib[node] << 20);
		for (unsigned to = 0; to < setup.nodes; to++)
			topology.distances.push_back(node == to ? kLocalDistance : kRemoteDistance);
	}
	return topology;
}

} /* namespace ktstr */
