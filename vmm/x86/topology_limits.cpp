/* SPDX-License-Identifier: GPL-2.0 */
#include <bit>
#include <string>

#include "vmm/topology.h"
#include "vmm/x86/acpi_topology.h"
#include "vmm/x86/layout.h"

namespace ktstr {

namespace {

/** Number of bits of one APIC ID. Values may be too wide to shift. */
unsigned id_bits(const MachineTopology &topology)
{
	unsigned package = 0, llc = 0, core = 0, thread = 0;

	for (const MachineTopology::Cpu &cpu : topology.cpus) {
		package |= cpu.package;
		llc |= cpu.llc;
		core |= cpu.core;
		thread |= cpu.thread;
	}
	return unsigned(std::bit_width(package) + std::bit_width(llc) + std::bit_width(core) +
			std::bit_width(thread));
}

} /* namespace */

Result<void> check_platform_topology(const MachineTopology &topology)
{
	constexpr char kNoUnit[] = "no common divisor brings all values to 65534 or less";
	unsigned bits = id_bits(topology);

	if (bits > layout::kApicIdBits)
		return format_error("APIC ID bits", std::to_string(bits) + " is not in 0.." +
							    std::to_string(layout::kApicIdBits));
	if (!topology.latency_ns.empty() && !hmat_unit(topology.latency_ns))
		return format_error("latency in ns", kNoUnit);
	if (!topology.bandwidth_mbps.empty() && !hmat_unit(topology.bandwidth_mbps))
		return format_error("bandwidth in MB/s", kNoUnit);
	return {};
}

} /* namespace ktstr */
