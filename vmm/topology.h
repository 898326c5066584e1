/* SPDX-License-Identifier: GPL-2.0 */
/*
 * MachineTopology: the place of each vCPU and the memory of each NUMA node. Memory, CPUID and ACPI
 * tables are all built from this one description, so they agree. Plain data, filled in by the owner
 * of a Machine; pure functions, any thread.
 */
#pragma once

#include <cstdint>
#include <vector>

#include "vmm/base/result.h"
#include "vmm/table_fault.h"

namespace ktstr {

struct MachineTopology {
	static constexpr unsigned kMaxCpus = 1024; /* KVM_MAX_VCPUS by default */
	static constexpr unsigned kMaxNodes = 64;

	/* vmm/x86/ knows what each vendor's CPUs look like. */
	enum class Vendor { host, intel, amd };

	struct Cpu {
		unsigned node;
		unsigned package;
		unsigned llc;	 /* in its package */
		unsigned core;	 /* in its LLC */
		unsigned thread; /* in its core */
	};

	std::vector<Cpu> cpus;		   /* index: vCPU and kernel CPU number */
	std::vector<uint64_t> node_memory; /* bytes, multiples of 2 MiB; index: proximity domain */
	std::vector<uint8_t> distances;	   /* SLIT: nodes x nodes, row by row */
	/* HMAT: one row per node with CPUs, one column per node; empty: no HMAT. */
	std::vector<uint32_t> latency_ns;
	std::vector<uint32_t> bandwidth_mbps;
	Vendor vendor = Vendor::host; /* vendor whose CPUID leaves the vCPUs present */
	TableFault fault = TableFault::none;

	/** One LLC of @cpus cores, all memory in one node. */
	static MachineTopology flat(unsigned cpus, uint64_t memory_bytes);

	uint64_t memory_bytes() const;
	unsigned nodes() const { return unsigned(node_memory.size()); }
	bool has_cpus(unsigned node) const;
};

/** A piece of a node's memory, guest-physical. None spans the 32-bit MMIO hole. */
struct NodeMemoryRange {
	unsigned node;
	uint64_t guest_address;
	uint64_t size;
	uint64_t file_offset; /* into GuestMemory's memfd */
};

/** Nodes take guest RAM in order, around the hole, as GuestMemory lays it out. */
std::vector<NodeMemoryRange> node_memory_ranges(const MachineTopology &topology);

/**
 * Errors name the field and its bound: no CPU or more than kMaxCpus; places not ascending from 0;
 * no node, more than kMaxNodes, or an empty one; matrices of the wrong size or with values that
 * Linux rejects; and the errors of check_platform_topology().
 */
Result<void> check_machine_topology(const MachineTopology &topology);
/**
 * Errors: limits of the platform's IDs and tables. Each architecture has its own; x86's is in
 * vmm/x86/. check_machine_topology() calls it last.
 */
Result<void> check_platform_topology(const MachineTopology &topology);

} /* namespace ktstr */
