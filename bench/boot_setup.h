/* SPDX-License-Identifier: GPL-2.0 */
/*
 * BootSetup: what every machine of a benchmark boots: the same files, command line, topology and
 * memory. Plain data; each process derives it anew from the same few numbers. Pure functions; any
 * thread.
 *
 * The topology is regular: each node is a package, and its cores are split into the fewest equal
 * LLCs of at most kMaxLlcCores.
 */
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "vmm/base/result.h"
#include "vmm/topology.h"

namespace ktstr {

constexpr unsigned kMaxLlcCores = 18;
/** The name of our machine; all others are QEMU's. */
constexpr char kOwnMachine[] = "ktstr";

struct BootSize {
	unsigned vcpus = 2;
	unsigned nodes = 1;
};

struct BootSetup {
	std::string kernel; /* path; QEMU takes the same file */
	std::string initrd; /* path */
	std::string command_line;
	unsigned vcpus;
	unsigned nodes;
	unsigned llcs;	/* per node */
	unsigned cores; /* per LLC */
	std::vector<uint64_t> node_memory_mib;
	unsigned timeout_s; /* from spawn to exit; a backstop */

	uint64_t memory_mib() const;
};

/**
 * Errors: no vCPU or node, more than our machine can have, or vCPUs that do not divide by nodes.
 */
Result<void> check_boot_size(const BootSize &size);
/** @work: folder of the files. @host_cpus: CPUs of the host that the machine runs on. */
Result<BootSetup> make_boot_setup(const std::string &work, const BootSize &size,
				  unsigned host_cpus);
MachineTopology machine_topology(const BootSetup &setup);

} /* namespace ktstr */
