/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Table faults: one entry of the tables that describe the topology, told wrongly on purpose, so
 * that the suite can show that it would notice. Machine applies them to finished tables (vmm/x86/);
 * here are their names. Pure functions, any thread.
 */
#pragma once

#include <string_view>

#include "vmm/base/result.h"

namespace ktstr {

enum class TableFault {
	none,
	apic_id, /* CPUID: the last CPU's APIC id names another core than MADT does */
	core_shift, /* CPUID 0BH, 1FH: package bits start one bit too low; of one core each: too high */
	smt_shift,     /* CPUID 0BH, 1FH, 8000001EH: one thread bit too many */
	llc_sharing,   /* CPUID 4, 8000001DH: the last-level cache is shared by twice as many */
	l2_sharing,    /* CPUID 4, 8000001DH: so is the second level */
	slit_distance, /* SLIT: from node 0 to node 1 */
	srat_cpu,      /* SRAT: the last CPU is in node 0 */
	srat_memory,   /* SRAT: the last node's memory is node 0's */
	hmat_latency,  /* HMAT: node 0 to the last node */
	hmat_bandwidth,
	madt_cpu, /* MADT: the last CPU is not enabled */
};

/** "slit-distance" and so on. */
Result<TableFault> parse_table_fault(std::string_view name);
const char *to_string(TableFault fault);

} /* namespace ktstr */
