/* SPDX-License-Identifier: GPL-2.0 */
/*
 * BootSetup: what every machine of a benchmark boots: the same files, command line, vCPUs, places
 * and memory. Plain data, made anew in each process from the same few numbers. Pure functions; any
 * thread.
 *
 * The topology is regular: each node is a package; its cores lie in the fewest LLCs of one size
 * that is at most kMaxLlcCores.
 */
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "vmm/base/result.h"
#include "vmm/topology.h"

namespace ktstr {

constexpr unsigned kMaxLlcCores = 18;
/** Our machine among the names of machines; the others are QEMU's. */
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
	unsigned llcs;	/* of each node */
	unsigned cores; /* of each LLC */
	std::vector<uint64_t> node_memory_mib;
	unsigned timeout_s; /* spawn to end; a backstop */

	uint64_t memory_mib() const;
};

/** Errors: no vCPU or node, more than our machine may have, vCPUs that do not divide into nodes. */
Result<void> check_boot_size(const BootSize &size);
/** @work holds the files. @host_cpus: those of the host that the machine runs on. */
Result<BootSetup> make_boot_setup(const std::string &work, const BootSize &size,
				  unsigned host_cpus);
MachineTopology machine_topology(const BootSetup &setup);

} /* namespace ktstr */
