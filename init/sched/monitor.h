/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ExitMonitor: notices that the attached scheduler is gone though nobody asked for it, and reports
 * the kernel's reason in one SCHED_EXITED record. Owned by PID 1's session from the attach until
 * the teardown, which stands it down by ceasing to ask.
 */
#pragma once

#include "init/kernel_log.h"
#include "init/sched/scheduler.h"

namespace ktstr {

/** The record's fixed part and text, from all that is known. */
WireSchedExit wire_sched_exit(const ExitReport &report, const Child &child);
std::string sched_exit_text(const ExitReport &report, const Child &child);

class ExitMonitor {
public:
	ExitMonitor(Loop &loop, Records &records, KernelLog &kernel_log, const ScxSysfs &scx,
		    Scheduler &scheduler);
	~ExitMonitor() { kernel_log_.observe({}); }
	ExitMonitor(const ExitMonitor &) = delete;
	ExitMonitor &operator=(const ExitMonitor &) = delete;

	/** The process ended, the kernel said so, or the state left "enabled". */
	bool exited() const;
	/** Collects, for a bounded time, what the kernel and the program say; sends the record. */
	void report(uint64_t grace_ns);

private:
	Loop &loop_;
	Records &records_;
	KernelLog &kernel_log_;
	const ScxSysfs &scx_;
	Scheduler &scheduler_;
};

} /* namespace ktstr */
