/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Sets of CPUs and NUMA nodes as a scenario gives them: relative to the declared topology, so that
 * one scenario runs on many machines. resolve_cpus() turns a set into CPUs. Plain data; any thread.
 */
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace ktstr {

/** All CPUs that are online after boot. */
struct AllCpus {};

/** The CPUs of last-level cache @llc, numbered across the machine. */
struct LlcCpus {
	uint32_t llc = 0;
};

/** The CPUs of NUMA node @node. */
struct NodeCpus {
	uint32_t node = 0;
};

/** The CPUs between the fractions @from and @to of all CPUs, rounded to the nearest CPU. */
struct CpuRange {
	double from = 0;
	double to = 1;
};

/** Part @part of @parts equal, disjoint parts. */
struct DisjointCpus {
	uint32_t part = 0;
	uint32_t parts = 2;
};

/** Like DisjointCpus, but each part also has the fraction @overlap of the next part's CPUs. */
struct OverlappingCpus {
	uint32_t part = 0;
	uint32_t parts = 2;
	double overlap = 0.5;
};

/** A list in sysfs format: "0-3,8". */
struct ExactCpus {
	std::string cpus;
};

using CpusetSpec = std::variant<AllCpus, LlcCpus, NodeCpus, CpuRange, DisjointCpus, OverlappingCpus,
				ExactCpus>;

/** What the worker's cgroup and parent allow. */
struct InheritAffinity {};

/** For each worker, @count random CPUs that its cgroup allows; uses the scenario's seed. */
struct RandomCpus {
	uint32_t count = 1;
};

/** For each worker, the next one of the CPUs that its cgroup allows, round robin. */
struct SingleCpu {};

using AffinitySpec = std::variant<InheritAffinity, LlcCpus, RandomCpus, SingleCpu, ExactCpus>;

/** Where a worker's pages come from (set_mempolicy(2)). */
struct MemoryPolicy {
	enum class Mode { inherit, bind, preferred, interleave, local };
	Mode mode = Mode::inherit;
	std::vector<uint32_t> nodes = {}; /* for bind, preferred (one node) and interleave */
};

} /* namespace ktstr */
