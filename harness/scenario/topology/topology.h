/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Topology: the machine that a case declares: NUMA nodes and their memory, last-level caches, cores
 * and threads. Plain data, shared by host and guest; pure functions, any thread.
 *
 * CPUs are numbered by node, then by LLC, core and thread, so a core's threads have consecutive
 * numbers. Each node with CPUs is one package. Memory-only nodes come last.
 *
 * Text form, as for -T: NUMA:LLCS:CORES:THREADS, then comma-separated options:
 *   NUMA     nodes with CPUs; "2+1": plus one memory-only node
 *   LLCS     in the machine, spread evenly over the nodes; "3+1": in each node
 *   CORES    in each LLC; "4+2+2+4": one number for each LLC
 *   offline=N, smt=off, memory=MIB+MIB+..., distance=10+20/20+10, latency=NS+NS/...,
 *   bandwidth=MBPS+MBPS/..., cpu=intel|amd, fault=NAME
 * '/' separates the rows of a matrix. A preset's name may replace NUMA:LLCS:CORES:THREADS.
 */
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "vmm/base/result.h"

namespace ktstr {

/** Whose CPUID leaves the guest reads; host: those of the host CPU. */
enum class CpuVendor { host, intel, amd };

struct Topology {
	unsigned numa_nodes = 1;    /* with CPUs */
	unsigned llcs = 1;	    /* in the whole machine */
	unsigned cores_per_llc = 2; /* of the largest LLC */
	unsigned threads_per_core = 1;

	/* Empty: all the same. */
	std::vector<unsigned> node_llcs = {}; /* LLCs of each node with CPUs; sums up to llcs */
	std::vector<unsigned> llc_cores = {}; /* cores of each LLC */

	unsigned offline = 0; /* so many last CPUs are present but stay offline at boot */
	bool smt = true;      /* false: boot with nosmt, so only first threads come up */

	unsigned memory_nodes = 0; /* memory-only nodes */
	std::vector<uint64_t> node_memory_mib =
		{}; /* of each node; empty: the machine's memory, spread evenly */
	std::vector<unsigned> distances =
		{}; /* SLIT: nodes() x nodes(), row by row; empty: 10 local, 20 remote */
	/* HMAT: from each node with CPUs (row) to each node (column). Both or neither. */
	std::vector<unsigned> latency_ns = {};
	std::vector<unsigned> bandwidth_mbps = {};

	CpuVendor cpu = CpuVendor::host;
	/** A table entry to falsify (vmm/table_fault.h), so that cases must fail. */
	std::string fault = {};

	unsigned cpus() const;
	/** With and without CPUs. */
	unsigned nodes() const { return numa_nodes + memory_nodes; }
	unsigned node_llc_count(unsigned node) const;
	unsigned llc_core_count(unsigned llc) const;
	/** The SLIT distance; 10 for the node itself. */
	unsigned distance(unsigned from, unsigned to) const;
	/** The complete text form: parse_topology() turns it back into the same value. */
	std::string to_string() const;
	bool operator==(const Topology &) const = default;
};

/** Where a CPU is. Indices count across the machine, those with "in" within the parent. */
struct CpuPlace {
	unsigned node;
	unsigned llc;
	unsigned llc_in_node;
	unsigned core;
	unsigned core_in_llc;
	unsigned thread; /* within its core */
	bool online;	 /* after boot */
};

/** All CPUs, in the order of their numbers. */
std::vector<CpuPlace> cpu_places(const Topology &topology);

/** Parses and checks the text form. Errors name the field and its bound. */
Result<Topology> parse_topology(std::string_view text);
/** Makes the checks of parse_topology(), for a topology written in C++. */
Result<void> check_topology(const Topology &topology);
/** The check of the nodes' memory, for sizes that the topology did not give. */
Result<void> check_node_memory(const std::vector<uint64_t> &node_memory_mib);

struct TopologyPreset {
	const char *name;
	Topology topology;
};

const std::vector<TopologyPreset> &topology_presets();

constexpr unsigned kMaxTopologyCpus = 1024;
constexpr unsigned kMaxTopologyNodes = 64;

/*
 * Minimum memory of a node. A single node must have room for the kernel, the initramfs and the
 * files unpacked from it. With more nodes, any node may hold these: KASLR places the kernel, the
 * loader puts the initramfs at the top of low RAM. With 64 MiB, a node that holds an initramfs of
 * 8 MiB still has some free pages.
 */
constexpr uint64_t kMinFirstNodeMib = 192;
constexpr uint64_t kMinNodeMib = 64;
constexpr uint64_t kMemoryGranuleMib = 2;   /* GuestMemory::create() */
constexpr uint64_t kMaxMemoryMib = 1 << 20; /* of the whole machine */

} /* namespace ktstr */
