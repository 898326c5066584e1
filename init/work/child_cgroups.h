/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ChildCgroups: cgroups below the one that a worker was started in. Owned by the worker's thread;
 * they outlive a killed worker and then belong to the executor. Their names hold the pid and a '+',
 * which no cgroup of a scenario has (check_cgroup_name()): "work+1234+0".
 */
#pragma once

#include <string>
#include <string_view>

#include "vmm/base/result.h"
#include "vmm/base/unique_fd.h"

namespace ktstr {

/** The cgroup2 path in the text of /proc/PID/cgroup; an Error if there is none below the root. */
Result<std::string> parse_cgroup_path(std::string_view text);

class ChildCgroups {
public:
	/** Below the caller's cgroup in the cgroup2 hierarchy mounted at @root. */
	static Result<ChildCgroups> of_own_cgroup(const std::string &root);

	std::string path(unsigned number) const;
	/**
	 * Makes the children part of the scheduler's hierarchy, where the kernel allows that below
	 * a cgroup with processes: if no domain controller is on and no other cgroup below it has
	 * processes.
	 */
	Result<void> enable_cpu_controller() const;
	/** The cgroup may exist already, left by a worker with the same pid. */
	Result<void> make(unsigned number) const;
	/** Lets processes into the cgroup even if enable_cpu_controller() stands in the way. */
	Result<void> make_threaded(unsigned number) const;
	Result<void> remove(unsigned number) const;
	/** Opens cgroup.procs: writing "0" to it moves the writing process. */
	Result<UniqueFd> open_procs(unsigned number) const;

private:
	explicit ChildCgroups(std::string parent) : parent_(std::move(parent)) {}

	std::string parent_;
};

} /* namespace ktstr */
