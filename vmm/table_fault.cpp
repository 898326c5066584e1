/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/table_fault.h"

#include <string>
#include <utility>

namespace ktstr {

namespace {

constexpr struct {
	TableFault fault;
	const char *name;
} kFaults[] = {
	{TableFault::none, "none"},
	{TableFault::apic_id, "apic-id"},
	{TableFault::core_shift, "core-shift"},
	{TableFault::smt_shift, "smt-shift"},
	{TableFault::llc_sharing, "llc-sharing"},
	{TableFault::l2_sharing, "l2-sharing"},
	{TableFault::slit_distance, "slit-distance"},
	{TableFault::srat_cpu, "srat-cpu"},
	{TableFault::srat_memory, "srat-memory"},
	{TableFault::hmat_latency, "hmat-latency"},
	{TableFault::hmat_bandwidth, "hmat-bandwidth"},
	{TableFault::madt_cpu, "madt-cpu"},
};

} /* namespace */

Result<TableFault> parse_table_fault(std::string_view name)
{
	for (const auto &entry : kFaults) {
		if (name == entry.name)
			return entry.fault;
	}
	std::string detail = std::string(name) + "; known:";
	for (const auto &entry : kFaults)
		detail += std::string(entry.fault == TableFault::none ? " " : ", ") + entry.name;
	return format_error("unknown table fault", std::move(detail));
}

const char *to_string(TableFault fault)
{
	for (const auto &entry : kFaults) {
		if (fault == entry.fault)
			return entry.name;
	}
	return "none";
}

} /* namespace ktstr */
