/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Topology: the machine that a case declares: NUMA nodes, last-level caches, cores and threads, and
 * the memory of the nodes. Plain data, shared by host and guest; pure functions, any thread.
 *
 * CPUs are numbered node by node, then by LLC, core and thread, so that a core's threads are
 * neighbours. A node with CPUs is a package of its own. Nodes with memory alone come after those.
 *
 * Text form, as for -T: NUMA:LLCS:CORES:THREADS, then options after commas:
 *   NUMA     nodes with CPUs; "2+1": and one with memory alone
 *   LLCS     of the machine, spread evenly; "3+1": of each node
 *   CORES    of each LLC; "4+2+2+4": of each one by one
 *   offline=N, smt=off, memory=MIB+MIB+..., distance=10+20/20+10, latency=NS+NS/...,
 *   bandwidth=MBPS+MBPS/..., cpu=intel|amd, fault=NAME
 * Rows of a matrix are separated by '/'. A preset's name may stand for NUMA:LLCS:CORES:THREADS.
 */
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "vmm/base/result.h"

namespace ktstr {

/** Whose CPUID leaves the guest reads; host: those of the machine that it runs on. */
enum class CpuVendor { host, intel, amd };

struct Topology {
	unsigned numa_nodes = 1;    /* with CPUs */
	unsigned llcs = 1;	    /* of the whole machine */
	unsigned cores_per_llc = 2; /* the largest LLC's, where they differ */
	unsigned threads_per_core = 1;

	/* Where they differ; empty: all alike. */
	std::vector<unsigned> node_llcs = {}; /* LLCs of each node with CPUs; sums up to llcs */
	std::vector<unsigned> llc_cores = {}; /* cores of each LLC */

	unsigned offline = 0; /* the last CPUs: there, but not brought up at boot */
	bool smt = true;      /* false: booted with nosmt, first threads alone come up */

	unsigned memory_nodes = 0; /* nodes with memory alone */
	std::vector<uint64_t> node_memory_mib =
		{}; /* of each node; empty: the machine's, spread evenly */
	std::vector<unsigned> distances =
		{}; /* SLIT: nodes() x nodes(), row by row; empty: 10, and 20 */
	/* HMAT: from each node with CPUs (row) to each node (column); both, or neither. */
	std::vector<unsigned> latency_ns = {};
	std::vector<unsigned> bandwidth_mbps = {};

	CpuVendor cpu = CpuVendor::host;
	/** An entry of the tables to tell wrongly (vmm/table_fault.h), so that cases fail. */
	std::string fault = {};

	unsigned cpus() const;
	/** With and without CPUs. */
	unsigned nodes() const { return numa_nodes + memory_nodes; }
	unsigned node_llc_count(unsigned node) const;
	unsigned llc_core_count(unsigned llc) const;
	/** SLIT's distance; 10 is the node itself. */
	unsigned distance(unsigned from, unsigned to) const;
	/** The text form, complete: parse_topology() gives the same back. */
	std::string to_string() const;
	bool operator==(const Topology &) const = default;
};

/** Where a CPU is; indices are the machine's, those with "in" are relative. */
struct CpuPlace {
	unsigned node;
	unsigned llc;
	unsigned llc_in_node;
	unsigned core;
	unsigned core_in_llc;
	unsigned thread; /* in its core */
	bool online;	 /* after boot */
};

/** All CPUs, in the order of their numbers. */
std::vector<CpuPlace> cpu_places(const Topology &topology);

/** Text form, valid; errors name the field and its bound. */
Result<Topology> parse_topology(std::string_view text);
/** What parse_topology() asks of a topology, for one that was written in C++. */
Result<void> check_topology(const Topology &topology);
/** The same of the nodes' memory alone, where it was not the topology that gave it. */
Result<void> check_node_memory(const std::vector<uint64_t> &node_memory_mib);

struct TopologyPreset {
	const char *name;
	Topology topology;
};

const std::vector<TopologyPreset> &topology_presets();

constexpr unsigned kMaxTopologyCpus = 1024;
constexpr unsigned kMaxTopologyNodes = 64;

/*
 * Memory of a node. A machine of one has room for the kernel, the initramfs and the files unpacked
 * from it; with more nodes these may be in any: KASLR chooses, and the loader puts the initramfs at
 * the top of low RAM. 64 MiB leave a node some pages of its own beside an initramfs of 8 MiB.
 */
constexpr uint64_t kMinFirstNodeMib = 192;
constexpr uint64_t kMinNodeMib = 64;
constexpr uint64_t kMemoryGranuleMib = 2;   /* GuestMemory::create() */
constexpr uint64_t kMaxMemoryMib = 1 << 20; /* of the machine */

} /* namespace ktstr */
