/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/x86/apic_id.h"

#include <algorithm>
#include <bit>

namespace ktstr {

ApicIdLayout apic_id_layout(const MachineTopology &topology)
{
	MachineTopology::Cpu highest = {};

	for (const MachineTopology::Cpu &cpu : topology.cpus) {
		highest.package = std::max(highest.package, cpu.package);
		highest.llc = std::max(highest.llc, cpu.llc);
		highest.core = std::max(highest.core, cpu.core);
		highest.thread = std::max(highest.thread, cpu.thread);
	}
	auto bits = [](unsigned value) { return unsigned(std::bit_width(value)); };
	return {bits(highest.thread), bits(highest.core), bits(highest.llc), bits(highest.package)};
}

std::vector<uint32_t> apic_ids(const MachineTopology &topology)
{
	ApicIdLayout layout = apic_id_layout(topology);
	std::vector<uint32_t> ids;

	for (const MachineTopology::Cpu &cpu : topology.cpus)
		ids.push_back(cpu.package << layout.package_shift() |
			      cpu.llc << layout.llc_shift() | cpu.core << layout.core_shift() |
			      cpu.thread);
	return ids;
}

} /* namespace ktstr */
