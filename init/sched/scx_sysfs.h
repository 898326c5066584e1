/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the kernel says about sched_ext in sysfs. Stateless but for its root (a parameter, so that a
 * test can offer a folder of its own); any thread or process.
 */
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ktstr {

/** One look at /sys/kernel/sched_ext; a field that could not be read is empty or 0. */
struct ScxSnapshot {
	bool present = false;	/* the folder is there */
	std::string state = {}; /* "disabled", "enabling", "enabled", "disabling" */
	std::string ops = {};	/* root/ops: set from before ops.init() on */
	uint64_t enable_seq = 0;
	uint64_t nr_rejected = 0;
	bool decided = false; /* a scheduling decision went through it; see init/sched/probe.h */
};

class ScxSysfs {
public:
	explicit ScxSysfs(std::string root = "/sys/kernel/sched_ext") : root_(std::move(root)) {}

	ScxSnapshot read() const;
	std::string state() const;
	/** Counter @name of root/events, e.g. "SCX_EV_SELECT_CPU_FALLBACK"; -1 if it is not there.
	 */
	int64_t event(std::string_view name) const;
	/** Whether any counter moved that the scheduler, and not the bypass mode, makes move. */
	bool any_event() const;

private:
	std::string root_;
};

} /* namespace ktstr */
