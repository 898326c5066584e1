/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/x86/acpi_topology.h"

#include <algorithm>
#include <numeric>

#include "vmm/x86/apic_id.h"
#include "vmm/x86/layout.h"

namespace ktstr {

namespace {

using acpi::append;
using acpi::Bytes;
using acpi::make_header;
using acpi::seal;

constexpr uint32_t kEnabled = 1 << 0;		/* in MADT and SRAT entries */
constexpr uint16_t kAttachedInitiator = 1 << 0; /* §5.2.28.3: initiator_domain is valid */
constexpr uint32_t kHighestEntry = 0xfffe;	/* §5.2.28.4: 0xffff means unreachable */
constexpr uint64_t kPicosecondsPerNs = 1000;

/** Ids from 255 up need x2APIC entries (§5.2.12.12); Linux wants the others for lower ones. */
bool is_x2apic(uint32_t id)
{
	return id >= layout::kFirstX2apicId;
}

/** One HMAT matrix: from the nodes with CPUs to all nodes. */
void append_locality(Bytes &table, const MachineTopology &topology, uint8_t data_type,
		     const std::vector<uint32_t> &values, uint64_t unit_scale)
{
	acpi::HmatLocality locality = {};
	std::vector<uint32_t> initiators;
	uint32_t unit = hmat_unit(values);

	for (unsigned node = 0; node < topology.nodes(); node++) {
		if (topology.has_cpus(node))
			initiators.push_back(node);
	}
	locality.type = acpi::HmatLocality::kType;
	locality.data_type = data_type;
	locality.initiators = uint32_t(initiators.size());
	locality.targets = topology.nodes();
	locality.entry_unit = unit * unit_scale;
	locality.length = uint32_t(sizeof(locality) +
				   sizeof(uint32_t) * (initiators.size() + topology.nodes()) +
				   sizeof(uint16_t) * values.size());
	append(table, locality);
	for (uint32_t node : initiators)
		append(table, node);
	for (uint32_t node = 0; node < topology.nodes(); node++)
		append(table, node);
	for (uint32_t value : values)
		append(table, uint16_t(value / unit));
}

} /* namespace */

Bytes make_madt(const MachineTopology &topology)
{
	std::vector<uint32_t> ids = apic_ids(topology);
	acpi::Madt madt = {};
	Bytes table;

	madt.header = make_header("APIC", 5);
	madt.local_apic_address = layout::kLocalApic;
	append(table, madt);
	/* Linux numbers CPUs in the order of these entries (acpi_parse_madt_lapic_entries()). */
	for (uint32_t uid = 0; uid < ids.size(); uid++) {
		if (is_x2apic(ids[uid]))
			append(table, acpi::MadtLocalX2apic{acpi::MadtLocalX2apic::kType,
							    sizeof(acpi::MadtLocalX2apic), 0,
							    ids[uid], kEnabled, uid});
		else
			append(table, acpi::MadtLocalApic{acpi::MadtLocalApic::kType,
							  sizeof(acpi::MadtLocalApic), uint8_t(uid),
							  uint8_t(ids[uid]), kEnabled});
	}
	append(table, acpi::MadtIoApic{acpi::MadtIoApic::kType, sizeof(acpi::MadtIoApic),
				       layout::kIoApicId, 0, layout::kIoApic, 0});
	return seal(std::move(table));
}

Bytes make_srat(const MachineTopology &topology)
{
	std::vector<uint32_t> ids = apic_ids(topology);
	acpi::Srat srat = {};
	Bytes table;

	srat.header = make_header("SRAT", 3);
	srat.reserved0 = 1;
	append(table, srat);
	for (size_t i = 0; i < ids.size(); i++) {
		unsigned node = topology.cpus[i].node;

		if (is_x2apic(ids[i]))
			append(table,
			       acpi::SratX2apic{acpi::SratX2apic::kType, sizeof(acpi::SratX2apic),
						0, node, ids[i], kEnabled, 0, 0});
		else
			append(table, acpi::SratLocalApic{acpi::SratLocalApic::kType,
							  sizeof(acpi::SratLocalApic),
							  uint8_t(node),
							  uint8_t(ids[i]),
							  kEnabled,
							  0,
							  {},
							  0});
	}
	for (const NodeMemoryRange &range : node_memory_ranges(topology))
		append(table, acpi::SratMemory{acpi::SratMemory::kType, sizeof(acpi::SratMemory),
					       range.node, 0, range.guest_address, range.size, 0,
					       kEnabled, 0});
	return seal(std::move(table));
}

Bytes make_slit(const MachineTopology &topology)
{
	acpi::Slit slit = {};
	Bytes table;

	slit.header = make_header("SLIT", 1);
	slit.localities = topology.nodes();
	append(table, slit);
	table.insert(table.end(), topology.distances.begin(), topology.distances.end());
	return seal(std::move(table));
}

Bytes make_hmat(const MachineTopology &topology)
{
	acpi::Hmat hmat = {};
	Bytes table;

	/* Revision 2: latencies in picoseconds, bandwidths in MB/s (hmat_normalize()). */
	hmat.header = make_header("HMAT", 2);
	append(table, hmat);
	for (uint32_t node = 0; node < topology.nodes(); node++) {
		acpi::HmatMemory memory = {};

		/* Linux drops the whole table if it names memory that SRAT does not have. */
		if (!topology.node_memory[node])
			continue;
		memory.type = acpi::HmatMemory::kType;
		memory.length = sizeof(memory);
		memory.memory_domain = node;
		/* Without an initiator, Linux picks the best one (hmat_update_target_attrs()). */
		if (topology.has_cpus(node)) {
			memory.flags = kAttachedInitiator;
			memory.initiator_domain = node;
		}
		append(table, memory);
	}
	append_locality(table, topology, acpi::HmatLocality::kAccessLatency, topology.latency_ns,
			kPicosecondsPerNs);
	append_locality(table, topology, acpi::HmatLocality::kAccessBandwidth,
			topology.bandwidth_mbps, 1);
	return seal(std::move(table));
}

uint32_t hmat_unit(const std::vector<uint32_t> &values)
{
	uint32_t unit = 0, highest = 0;

	for (uint32_t value : values) {
		unit = std::gcd(unit, value);
		highest = std::max(highest, value);
	}
	return unit && highest / unit <= kHighestEntry ? unit : 0;
}

} /* namespace ktstr */
