/* SPDX-License-Identifier: GPL-2.0 */
/*
 * HostTopology: the CPUs of this machine that we may use, and where they are, as sysfs tells
 * (Documentation/admin-guide/cputopology.rst, ABI/stable/sysfs-devices-node). Read by each session
 * anew; plain data. Names of cores and LLCs are the lowest CPU that shares them, so that all
 * processes of a host mean the same by one, whatever CPUs each of them may use.
 */
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "vmm/base/result.h"

namespace ktstr {

struct HostCpu {
	unsigned cpu;
	unsigned node;
	unsigned llc;
	unsigned core;
};

struct HostNode {
	unsigned node;
	uint64_t free_huge_pages; /* of 2 MiB */
};

struct HostTopology {
	std::vector<HostCpu> cpus;   /* by node, LLC, core, number */
	std::vector<HostNode> nodes; /* that have one of those, or memory */

	std::vector<unsigned> llcs() const;
	/** The CPUs of @llcs alone. */
	HostTopology limited_to(const std::vector<unsigned> &llcs) const;
};

/** CPUs that this thread may run on, ascending. */
Result<std::vector<unsigned>> allowed_cpus();

/**
 * @sysfs: where it is mounted. CPUs that are @allowed (ascending) and online. A machine that tells
 * less than all has one LLC for each package, one node, cores of one thread. Errors: no list of
 * online CPUs, none that is allowed.
 */
Result<HostTopology> read_host_topology(const std::string &sysfs,
					const std::vector<unsigned> &allowed);

} /* namespace ktstr */
