/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the vocabulary needs from the kernel under test and from the machine. A type declares its
 * needs with KTSTR_NEEDS beside its fields; harness/scenario/rules/scenario_needs.h collects them.
 * Constants; any thread.
 */
#pragma once

namespace ktstr {

/** An option that the kernel must have been configured with. */
struct ConfigNeed {
	const char *option;
	bool module_will_do = false; /* "m" is enough if the modules are available */
};

/* For the files of cgroups: kernel/sched/core.c, block/blk-iocost.c and others. */
inline constexpr ConfigNeed kCgroups = {"CONFIG_CGROUPS"};
inline constexpr ConfigNeed kCpusets = {"CONFIG_CPUSETS"};
inline constexpr ConfigNeed kBandwidth = {"CONFIG_CFS_BANDWIDTH"};
inline constexpr ConfigNeed kFairGroups = {"CONFIG_FAIR_GROUP_SCHED"};
inline constexpr ConfigNeed kExtGroups = {"CONFIG_EXT_GROUP_SCHED"}; /* weights reach ext too */
inline constexpr ConfigNeed kMemory = {"CONFIG_MEMCG"};
inline constexpr ConfigNeed kIoWeight = {"CONFIG_BLK_CGROUP_IOCOST"}; /* bfq's: io.bfq.weight */
inline constexpr ConfigNeed kPids = {"CONFIG_CGROUP_PIDS"};
inline constexpr ConfigNeed kPressure = {"CONFIG_PSI"};
inline constexpr ConfigNeed kSchedInfo = {"CONFIG_SCHED_INFO"}; /* /proc/PID/schedstat */
inline constexpr ConfigNeed kNuma = {"CONFIG_NUMA"};
inline constexpr ConfigNeed kMigration = {"CONFIG_MIGRATION"};
inline constexpr ConfigNeed kExt = {"CONFIG_SCHED_CLASS_EXT"};

/**
 * Starts the function that reports what an object @x of this type needs: n(need), n(need,
 * condition) or n(device). n.scheduled(): whether it runs under a sched_ext scheduler.
 */
#define KTSTR_NEEDS(type)                                                                          \
	template <typename Needs>                                                                  \
	void tell_needs(Needs &n, [[maybe_unused]] const type &x)

} /* namespace ktstr */
