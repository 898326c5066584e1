/* SPDX-License-Identifier: GPL-2.0 */
/*
 * CgroupFs: the scenario's own part of the cgroup2 hierarchy, accessed by the scenario's cgroup
 * names. One process, one thread. Errors name the cgroup, the file and the value.
 */
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/cgroup_def.h"
#include "vmm/base/result.h"

namespace ktstr {

constexpr char kCgroupMount[] = "/sys/fs/cgroup";
constexpr char kScenarioCgroup[] = "ktstr"; /* below the mount */

class CgroupFs {
public:
	/** @mount: the cgroup2 mount, or a folder that replaces it in a test. */
	explicit CgroupFs(std::string mount = kCgroupMount) : mount_(std::move(mount)) {}

	/** Makes the scenario's own cgroup. */
	Result<void> create_base();
	/** Makes an empty cgroup with its parent's controllers. */
	Result<void> make(const std::string &name);
	/** Writes the limits and weights of @def, but not its cpuset. */
	Result<void> set_limits(const CgroupDef &def);
	Result<void> write(const std::string &name, const char *file, const std::string &value);
	std::optional<std::string> read(const std::string &name, const char *file) const;
	/** Moves a process into the cgroup; "" is the root of the hierarchy, the runner's own. */
	Result<void> move(pid_t pid, const std::string &name);
	/** The processes in the cgroup and, with @below, in all its descendants. */
	std::vector<pid_t> processes(const std::string &name, bool below) const;
	/** Allows a user to make child cgroups and to move its own processes in and out of them. */
	Result<void> give_to(const std::string &name, std::optional<uint32_t> uid,
			     std::optional<uint32_t> gid);
	/** Removes child cgroups that workers with these PIDs made (init/work/child_cgroups.h). */
	void remove_workers_own(const std::string &name, const std::vector<pid_t> &pids);
	/**
	 * Kills all processes in the cgroup and removes it with all its descendants. Calls @wait
	 * while it waits for tasks to go away.
	 */
	Result<void> remove(const std::string &name, const std::function<bool()> &wait);
	/** The scenario's own cgroup and all its descendants, parents first. */
	std::vector<std::string> all() const;

	std::string path(const std::string &name) const;

private:
	std::string mount_;
};

/**
 * Kills and removes what a scenario left behind, until @deadline_ns of CLOCK_BOOTTIME. True if
 * nothing is left.
 */
bool clear_scenario_cgroups(uint64_t deadline_ns, const std::string &mount = kCgroupMount);

} /* namespace ktstr */
