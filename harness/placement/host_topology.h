/* SPDX-License-Identifier: GPL-2.0 */
/*
 * HostTopology: the CPUs of this machine that we may use, and their place, from sysfs
 * (Documentation/admin-guide/cputopology.rst, ABI/stable/sysfs-devices-node). Each session reads it
 * afresh. Plain data. A core or LLC is named after the lowest CPU that shares it, so all processes
 * on a host use the same names, whatever CPUs each of them may use.
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
	uint64_t free_huge_pages; /* 2 MiB pages */
};

struct HostTopology {
	std::vector<HostCpu> cpus;   /* sorted by node, LLC, core, number */
	std::vector<HostNode> nodes; /* nodes with such CPUs or with memory */

	std::vector<unsigned> llcs() const;
	/** The same host, reduced to the CPUs of @llcs. */
	HostTopology limited_to(const std::vector<unsigned> &llcs) const;
};

/** CPUs that this thread may run on, in ascending order. */
Result<std::vector<unsigned>> allowed_cpus();

/**
 * Reads the CPUs that are online and in @allowed (ascending). @sysfs: mount point. Missing
 * information defaults to one LLC per package, one node, and one thread per core. Errors: no list
 * of online CPUs; none of them is allowed.
 */
Result<HostTopology> read_host_topology(const std::string &sysfs,
					const std::vector<unsigned> &allowed);

} /* namespace ktstr */
