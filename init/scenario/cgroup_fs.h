/* SPDX-License-Identifier: GPL-2.0 */
/*
 * CgroupFs: the scenario's own part of the cgroup2 hierarchy, by the names that the scenario has
 * for it. One process, one thread. Errors name the cgroup, the file and the value.
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
	/** @mount: of cgroup2, or a folder that stands for it in a test. */
	explicit CgroupFs(std::string mount = kCgroupMount) : mount_(std::move(mount)) {}

	/** Makes the scenario's own cgroup. */
	Result<void> create_base();
	/** Makes an empty one, with the controllers that its parent has. */
	Result<void> make(const std::string &name);
	/** Writes what @def gives of limits and weights; not its cpuset. */
	Result<void> set_limits(const CgroupDef &def);
	Result<void> write(const std::string &name, const char *file, const std::string &value);
	std::optional<std::string> read(const std::string &name, const char *file) const;
	/** Puts a process into it; "" is the root of the hierarchy, the runner's own. */
	Result<void> move(pid_t pid, const std::string &name);
	/** In it and, if so wanted, in all below it. */
	std::vector<pid_t> processes(const std::string &name, bool below) const;
	/** Lets a user make cgroups in it, and move its own processes into and out of them. */
	Result<void> give_to(const std::string &name, std::optional<uint32_t> uid,
			     std::optional<uint32_t> gid);
	/** Removes those that workers with these pids made below it (init/work/child_cgroups.h). */
	void remove_workers_own(const std::string &name, const std::vector<pid_t> &pids);
	/**
	 * Kills what is in it, and removes it with all below it. Waits for tasks to go, @wait is
	 * called between.
	 */
	Result<void> remove(const std::string &name, const std::function<bool()> &wait);
	/** What there is below the scenario's own cgroup, and that itself; parents first. */
	std::vector<std::string> all() const;

	std::string path(const std::string &name) const;

private:
	std::string mount_;
};

/**
 * Of what a scenario left behind: kills it, for at most @deadline_ns of CLOCK_BOOTTIME. True if
 * nothing is there any more.
 */
bool clear_scenario_cgroups(uint64_t deadline_ns, const std::string &mount = kCgroupMount);

} /* namespace ktstr */
