/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The sched_ext state in sysfs, and the request to disable it. Stateless except for its paths,
 * parameters so that tests can use their own; any thread or process.
 */
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ktstr {

/** One look at /sys/kernel/sched_ext. A field that could not be read is empty or 0. */
struct ScxSnapshot {
	bool present = false;	/* the folder exists */
	std::string state = {}; /* "disabled", "enabling", "enabled", "disabling" */
	std::string ops = {};	/* root/ops: set since before ops.init() */
	uint64_t enable_seq = 0;
	uint64_t nr_rejected = 0;
	bool decided = false; /* it has made a scheduling decision; see init/sched/probe.h */
};

/** SCHED_EXT of include/uapi/linux/sched.h; absent in older libc headers. */
constexpr int kSchedExt = 7;

class ScxSysfs {
public:
	explicit ScxSysfs(std::string root = "/sys/kernel/sched_ext",
			  std::string sysrq = "/proc/sysrq-trigger")
		: root_(std::move(root)), sysrq_(std::move(sysrq))
	{}

	ScxSnapshot read() const;
	std::string state() const;
	/**
	 * Whether the enabled scheduler only has the tasks that ask for it with SCHED_EXT
	 * (SCX_OPS_SWITCH_PARTIAL).
	 */
	bool takes_only_ext() const;
	/** Asks the kernel to disable the enabled scheduler (SysRq-S). */
	void request_disable() const;
	/**
	 * Counter @name in root/events, e.g. "SCX_EV_SELECT_CPU_FALLBACK"; -1 if it does not exist.
	 */
	int64_t event(std::string_view name) const;
	/** Whether any counter moved that only the scheduler, not bypass mode, increments. */
	bool any_event() const;

private:
	std::string root_;
	std::string sysrq_;
};

} /* namespace ktstr */
