/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ChildCgroups: cgroups below the one that a worker was started in. Owned by the worker's thread;
 * they stay when it is killed, and then belong to the executor. Their names carry the pid, and a
 * '+', which no cgroup of a scenario has (check_cgroup_name()): "work+1234+0".
 */
#pragma once

#include <string>
#include <string_view>

#include "vmm/base/result.h"
#include "vmm/base/unique_fd.h"

namespace ktstr {

/** Path in the cgroup2 hierarchy, of /proc/PID/cgroup; an Error if there is none below its root. */
Result<std::string> parse_cgroup_path(std::string_view text);

class ChildCgroups {
public:
	/** Below the caller's cgroup in the cgroup2 hierarchy mounted on @root. */
	static Result<ChildCgroups> of_own_cgroup(const std::string &root);

	std::string path(unsigned number) const;
	/**
	 * Has the children take part in the scheduler's hierarchy, as far as the kernel lets a
	 * cgroup that has processes do so: if no domain controller is on, and no process in other
	 * cgroups below it.
	 */
	Result<void> enable_cpu_controller() const;
	/** It may be there, left by a worker with the same pid. */
	Result<void> make(unsigned number) const;
	/**
	 * Lets processes into it in spite of enable_cpu_controller(), where it stood in the way.
	 */
	Result<void> make_threaded(unsigned number) const;
	Result<void> remove(unsigned number) const;
	/** Where a "0" moves the process that writes it. */
	Result<UniqueFd> open_procs(unsigned number) const;

private:
	explicit ChildCgroups(std::string parent) : parent_(std::move(parent)) {}

	std::string parent_;
};

} /* namespace ktstr */
