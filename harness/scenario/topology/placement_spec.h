/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Sets of CPUs and NUMA nodes as a scenario says them: of the declared topology, so that one
 * scenario runs on many machines. Plain data; what a set is on a machine: resolve_cpus(). Any
 * thread.
 */
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace ktstr {

/** All CPUs that are online after boot. */
struct AllCpus {};

/** Of last-level cache @llc, by number in the machine. */
struct LlcCpus {
	uint32_t llc = 0;
};

/** Of NUMA node @node. */
struct NodeCpus {
	uint32_t node = 0;
};

/** From @from up to @to, fractions of all CPUs, rounded to the nearest CPU. */
struct CpuRange {
	double from = 0;
	double to = 1;
};

/** Part @part of @parts equal ones that have no CPU in common. */
struct DisjointCpus {
	uint32_t part = 0;
	uint32_t parts = 2;
};

/** As DisjointCpus, but each part also has @overlap (a fraction) of the next part's CPUs. */
struct OverlappingCpus {
	uint32_t part = 0;
	uint32_t parts = 2;
	double overlap = 0.5;
};

/** A list as sysfs writes it: "0-3,8". */
struct ExactCpus {
	std::string cpus;
};

using CpusetSpec = std::variant<AllCpus, LlcCpus, NodeCpus, CpuRange, DisjointCpus, OverlappingCpus,
				ExactCpus>;

/** What the worker's cgroup and parent allow. */
struct InheritAffinity {};

/** For each worker @count CPUs of those that its cgroup allows, by the scenario's seed. */
struct RandomCpus {
	uint32_t count = 1;
};

/** For each worker one CPU of those that its cgroup allows, one after the other. */
struct SingleCpu {};

using AffinitySpec = std::variant<InheritAffinity, LlcCpus, RandomCpus, SingleCpu, ExactCpus>;

/** Where a worker's pages come from (set_mempolicy(2)). */
struct MemoryPolicy {
	enum class Mode { inherit, bind, preferred, interleave, local };
	Mode mode = Mode::inherit;
	std::vector<uint32_t> nodes = {}; /* of bind, preferred (one) and interleave */
};

} /* namespace ktstr */
