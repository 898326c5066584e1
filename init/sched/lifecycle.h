/* SPDX-License-Identifier: GPL-2.0 */
/*
 * SchedulerLife: one scheduler from its start to its end: the process, the attach gate, the watch
 * for an exit that nobody asked for, the stop, and what is left in the kernel. Everything it learns
 * goes to the host in records. Owned by PID 1's session, on its thread; one scheduler per object.
 *
 * It reaches the kernel only through what it is given, but for BPF objects, which it lists: so a
 * test can play the kernel.
 */
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "harness/scenario/time_scale.h"
#include "harness/wire/job.h"
#include "init/sched/leftovers.h"
#include "init/sched/monitor.h"
#include "init/sched/scheduler.h"

namespace ktstr {

/** All of it outlives the scheduler's life. */
struct SchedulerHome {
	Loop &loop;
	Records &records;
	Reaper &reaper;
	KernelLog &kernel_log;
	const ScxSysfs &scx;
	TimeScale time_scale;
};

using CheckSink = std::function<void(const CheckReport &)>;

enum class SchedulerEnd {
	clean,	       /* stopped, or it never attached */
	exited,	       /* it was gone already: SCHED_EXITED says why */
	would_not_die, /* FATAL says where it hangs */
};

class SchedulerLife {
public:
	SchedulerLife(const SchedulerHome &home, const SchedulerJob &job) : home_(home), job_(job)
	{}

	/**
	 * Starts it and waits for the gate. False: it did not attach, and a record says why; it
	 * still has to be stopped. Errors: nothing could be started.
	 */
	Result<bool> start();
	/** It is gone though nobody asked it to go: worth a report_exit(). Cheap enough to poll. */
	bool exited() const { return attached_ && monitor_->exited(); }
	/** Sends SCHED_EXITED, once, after a bounded wait for what kernel and program say. */
	void report_exit();
	bool exit_reported() const { return exit_reported_; }
	/**
	 * Ends it whatever it takes, and completes its log. After a clean end @report, if given,
	 * gets the check for BPF objects that are left in the kernel. Once.
	 */
	SchedulerEnd stop(const CheckSink &report);

private:
	SchedulerEnd end_of(StopOutcome outcome);
	CheckReport check_leftovers();
	uint64_t deadline(uint32_t ms) const;

	const SchedulerHome home_;
	const SchedulerJob &job_;
	bool attached_ = false;
	bool exit_reported_ = false;
	Result<std::vector<BpfObject>> before_ = std::vector<BpfObject>();
	std::optional<Scheduler> process_;
	std::optional<ExitMonitor> monitor_; /* of the process, so it goes first */
};

} /* namespace ktstr */
