/* SPDX-License-Identifier: GPL-2.0 */
/*
 * MachineTopology: where each vCPU is, and what memory each NUMA node has: the one description from
 * which memory, CPUID and ACPI tables are made, so that they agree. Plain data, made by the owner
 * of a Machine; pure functions, any thread.
 */
#pragma once

#include <cstdint>
#include <vector>

#include "vmm/base/result.h"
#include "vmm/table_fault.h"

namespace ktstr {

struct MachineTopology {
	static constexpr unsigned kMaxCpus = 1024; /* KVM_MAX_VCPUS where nothing says otherwise */
	static constexpr unsigned kMaxNodes = 64;

	/* Data alone: what the CPUs of a vendor look like is known in vmm/x86/. */
	enum class Vendor { host, intel, amd };

	struct Cpu {
		unsigned node;
		unsigned package;
		unsigned llc;	 /* in its package */
		unsigned core;	 /* in its LLC */
		unsigned thread; /* in its core */
	};

	std::vector<Cpu> cpus;		   /* index: vCPU, and the kernel's CPU number */
	std::vector<uint64_t> node_memory; /* bytes, multiples of 2 MiB; index: proximity domain */
	std::vector<uint8_t> distances;	   /* SLIT: nodes x nodes, row by row */
	/* HMAT: rows are the nodes with CPUs, columns all nodes; empty: there is none. */
	std::vector<uint32_t> latency_ns;
	std::vector<uint32_t> bandwidth_mbps;
	Vendor vendor = Vendor::host; /* whose CPUID leaves the vCPUs show */
	TableFault fault = TableFault::none;

	/** @cpus cores of one LLC, with all memory in one node. */
	static MachineTopology flat(unsigned cpus, uint64_t memory_bytes);

	uint64_t memory_bytes() const;
	unsigned nodes() const { return unsigned(node_memory.size()); }
	bool has_cpus(unsigned node) const;
};

/** A piece of a node's memory, guest-physical; none spans the 32-bit MMIO hole. */
struct NodeMemoryRange {
	unsigned node;
	uint64_t guest_address;
	uint64_t size;
	uint64_t file_offset; /* into GuestMemory's memfd */
};

/** Nodes take guest RAM in order, around the hole as GuestMemory lays it out. */
std::vector<NodeMemoryRange> node_memory_ranges(const MachineTopology &topology);

/**
 * Errors, naming field and bound: no CPU, more than kMaxCpus, places that are not in ascending
 * order from 0; no node, more than kMaxNodes, one with nothing; matrices of another size, or with
 * values that Linux cannot take; and those of check_platform_topology().
 */
Result<void> check_machine_topology(const MachineTopology &topology);
/**
 * Errors: what the platform's ids and tables have no room for. Each architecture has its own; this
 * one's is in vmm/x86/. Called by check_machine_topology() for what is right otherwise.
 */
Result<void> check_platform_topology(const MachineTopology &topology);

} /* namespace ktstr */
