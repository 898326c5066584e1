/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Table faults: deliberately wrong entries in the tables that describe the topology, to show that
 * the suite would notice. This file names them; Machine applies them to finished tables (vmm/x86/).
 * Pure functions, any thread.
 */
#pragma once

#include <string_view>

#include "vmm/base/result.h"

namespace ktstr {

enum class TableFault {
	none,
	apic_id,       /* CPUID: the last CPU's APIC ID names another core than the MADT */
	core_shift,    /* CPUID 0BH, 1FH: package shift too low by one; one core: too high */
	smt_shift,     /* CPUID 0BH, 1FH, 8000001EH: one thread bit too many */
	llc_sharing,   /* CPUID 4, 8000001DH: twice as many CPUs share the LLC */
	l2_sharing,    /* CPUID 4, 8000001DH: twice as many CPUs share the L2 */
	slit_distance, /* SLIT: wrong distance from node 0 to node 1 */
	srat_cpu,      /* SRAT: the last CPU is in node 0 */
	srat_memory,   /* SRAT: the last node's memory is in node 0 */
	hmat_latency,  /* HMAT: wrong latency from node 0 to the last node */
	hmat_bandwidth,
	madt_cpu, /* MADT: the last CPU is not enabled */
};

/** "slit-distance" and so on. */
Result<TableFault> parse_table_fault(std::string_view name);
const char *to_string(TableFault fault);

} /* namespace ktstr */
