/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/x86/acpi_fault.h"

#include <cstring>
#include <span>

#include "vmm/x86/acpi_bytes.h"

namespace ktstr {

namespace {

using Table = std::span<std::byte>;

template <typename T>
T get(Table table, size_t at)
{
	T value = {};

	KTSTR_ASSERT(at + sizeof(value) <= table.size());
	memcpy(&value, &table[at], sizeof(value));
	return value;
}

template <typename T>
void put(Table table, size_t at, const T &value)
{
	KTSTR_ASSERT(at + sizeof(value) <= table.size());
	memcpy(&table[at], &value, sizeof(value));
}

/** Empty if absent. The tables follow the RSDP, each on an 8-byte boundary. */
Table find_table(std::vector<std::byte> &tables, const char *signature)
{
	size_t at = sizeof(acpi::Rsdp);

	while ((at = (at + 7) & ~size_t{7}) + sizeof(acpi::Header) <= tables.size()) {
		auto header = get<acpi::Header>(tables, at);

		if (!memcmp(header.signature, signature, sizeof(header.signature)))
			return Table(tables).subspan(at, header.length);
		at += header.length;
	}
	return {};
}

/** Offset of the last entry that @wanted accepts, in a table whose entries start at @first. */
template <typename Predicate>
size_t last_entry(Table table, size_t first, Predicate wanted)
{
	size_t last = 0;

	for (size_t at = first; at < table.size(); at += get<uint8_t>(table, at + 1)) {
		if (wanted(get<uint8_t>(table, at)))
			last = at;
	}
	return last;
}

void change_madt_cpu(Table table)
{
	size_t at = last_entry(table, sizeof(acpi::Madt), [](uint8_t type) {
		return type == acpi::MadtLocalApic::kType || type == acpi::MadtLocalX2apic::kType;
	});
	bool x2apic = get<uint8_t>(table, at) == acpi::MadtLocalX2apic::kType;

	put<uint32_t>(table,
		      at + (x2apic ? offsetof(acpi::MadtLocalX2apic, flags)
				   : offsetof(acpi::MadtLocalApic, flags)),
		      0);
}

void change_srat_cpu(Table table)
{
	size_t at = last_entry(table, sizeof(acpi::Srat), [](uint8_t type) {
		return type == acpi::SratLocalApic::kType || type == acpi::SratX2apic::kType;
	});

	if (get<uint8_t>(table, at) == acpi::SratX2apic::kType)
		put<uint32_t>(table, at + offsetof(acpi::SratX2apic, domain), 0);
	else
		put<uint8_t>(table, at + offsetof(acpi::SratLocalApic, domain_low), 0);
}

void change_srat_memory(Table table)
{
	size_t at = last_entry(table, sizeof(acpi::Srat),
			       [](uint8_t type) { return type == acpi::SratMemory::kType; });

	put<uint32_t>(table, at + offsetof(acpi::SratMemory, domain), 0);
}

void change_slit(Table table)
{
	constexpr size_t kFromFirstToSecond = sizeof(acpi::Slit) + 1;
	uint8_t distance = get<uint8_t>(table, kFromFirstToSecond);

	put<uint8_t>(table, kFromFirstToSecond, distance < 0xff ? distance + 1 : distance - 1);
}

/**
 * Halves the latency or doubles the bandwidth where possible: for memory without an initiator of
 * its own, Linux reports only the best values (hmat_update_target_attrs()).
 */
void change_hmat(Table table, uint8_t data_type)
{
	size_t at = sizeof(acpi::Hmat);
	acpi::HmatLocality locality = {};

	while (get<uint16_t>(table, at) != acpi::HmatLocality::kType ||
	       (locality = get<acpi::HmatLocality>(table, at)).data_type != data_type)
		at += get<uint32_t>(table, at + offsetof(acpi::HmatMemory, length));
	at += sizeof(locality) + sizeof(uint32_t) * (locality.initiators + locality.targets) +
	      sizeof(uint16_t) * (locality.targets - 1);
	uint16_t entry = get<uint16_t>(table, at);
	bool smaller = data_type == acpi::HmatLocality::kAccessLatency ? entry > 1 : entry > 0x7fff;

	put<uint16_t>(table, at, uint16_t(smaller ? entry / 2 : entry * 2));
}

void mend_checksum(Table table)
{
	constexpr size_t kChecksum = offsetof(acpi::Header, checksum);
	const uint8_t *bytes = reinterpret_cast<const uint8_t *>(table.data());

	put<uint8_t>(table, kChecksum, 0);
	put(table, kChecksum, acpi::checksum(bytes, table.size()));
}

/** Table that @fault changes; nullptr: none of the ACPI tables. */
const char *table_of(TableFault fault)
{
	switch (fault) {
	case TableFault::slit_distance:
		return "SLIT";
	case TableFault::srat_cpu:
	case TableFault::srat_memory:
		return "SRAT";
	case TableFault::hmat_latency:
	case TableFault::hmat_bandwidth:
		return "HMAT";
	case TableFault::madt_cpu:
		return "APIC";
	default:
		return nullptr;
	}
}

} /* namespace */

void inject_acpi_fault(TableFault fault, std::vector<std::byte> *tables)
{
	const char *signature = table_of(fault);
	Table table = signature ? find_table(*tables, signature) : Table();

	if (table.empty())
		return;
	if (fault == TableFault::madt_cpu)
		change_madt_cpu(table);
	else if (fault == TableFault::srat_cpu)
		change_srat_cpu(table);
	else if (fault == TableFault::srat_memory)
		change_srat_memory(table);
	else if (fault == TableFault::slit_distance)
		change_slit(table);
	else
		change_hmat(table, fault == TableFault::hmat_latency
					   ? acpi::HmatLocality::kAccessLatency
					   : acpi::HmatLocality::kAccessBandwidth);
	mend_checksum(table);
}

} /* namespace ktstr */
