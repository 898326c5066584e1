/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Scheduler: the process that runs a BPF scheduler, its log, and its end. PID 1's session owns it;
 * one process per object. All calls on PID 1's thread.
 */
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "harness/wire/job.h"
#include "init/child.h"
#include "init/sched/exit_info.h"
#include "init/sched/scx_sysfs.h"
#include "init/streams.h"

namespace ktstr {

enum class StopOutcome {
	already_gone, /* its process had ended, or the kernel had disabled it */
	ended_on_sigterm,
	needed_sigkill,
	would_not_die, /* or the kernel never reported "disabled" */
};

/** Timeouts of a stop, already scaled. */
struct StopWindows {
	uint64_t term_ns;
	uint64_t kill_ns;
};

/** Command line for @job; this binary itself runs built-ins and objects. */
std::vector<std::string> scheduler_argv(const SchedulerJob &job);

class Scheduler {
public:
	Scheduler(Loop &loop, Records &records, Reaper &reaper)
		: loop_(loop), records_(records), reaper_(reaper)
	{}

	/** Spawns it and sends SCHED_LOG_BEGIN. From then on its output goes to the host. */
	Result<void> start(const SchedulerJob &job);

	bool alive() const { return child_ && !child_->ended; }
	const Child &child() const { return *child_; }
	uint64_t spawned_ns() const { return spawned_ns_; }
	/** The last part of its output so far, bounded. */
	const std::string &log_tail() const { return tail_; }
	ExitTracker &exit_tracker() { return tracker_; }

	/** Waits at most @grace_ns until its output is complete, then sends SCHED_LOG_END. */
	void finish_log(uint64_t grace_ns);
	/**
	 * Sends SysRq-S, SIGTERM and, if needed, SIGKILL, and waits for the kernel to report
	 * "disabled". A needed SIGKILL is only noted in the log: a user's scheduler may end as it
	 * likes.
	 */
	StopOutcome stop(const ScxSysfs &scx, const StopWindows &windows);
	/** Where it hangs after would_not_die. */
	std::string describe_hang(const ScxSysfs &scx) const;

private:
	void take_output(std::span<const std::byte> bytes);

	Loop &loop_;
	Records &records_;
	Reaper &reaper_;
	Child *child_ = nullptr;
	uint64_t spawned_ns_ = 0;
	std::unique_ptr<Stream> log_;
	std::string tail_;
	std::string line_;
	ExitTracker tracker_;
};

} /* namespace ktstr */
