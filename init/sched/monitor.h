/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ExitMonitor: notices that the attached scheduler is gone although it was not asked to stop, and
 * reports the kernel's reason in one SCHED_EXITED record. PID 1's session owns it from the attach
 * until the teardown, and disarms it by no longer calling exited().
 */
#pragma once

#include "init/kernel_log.h"
#include "init/sched/scheduler.h"

namespace ktstr {

/** The record's fixed part and text, from everything known. */
WireSchedExit wire_sched_exit(const ExitReport &report, const Child &child);
std::string sched_exit_text(const ExitReport &report, const Child &child);

class ExitMonitor {
public:
	ExitMonitor(Loop &loop, Records &records, KernelLog &kernel_log, const ScxSysfs &scx,
		    Scheduler &scheduler);
	~ExitMonitor() { kernel_log_.observe({}); }
	ExitMonitor(const ExitMonitor &) = delete;
	ExitMonitor &operator=(const ExitMonitor &) = delete;

	/** The process ended, the kernel reported the exit, or the state left "enabled". */
	bool exited() const;
	/**
	 * Collects what the kernel and the program report, for a bounded time, then sends the
	 * record.
	 */
	void report(uint64_t grace_ns);

private:
	Loop &loop_;
	Records &records_;
	KernelLog &kernel_log_;
	const ScxSysfs &scx_;
	Scheduler &scheduler_;
};

} /* namespace ktstr */
