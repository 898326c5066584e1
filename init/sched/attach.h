/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Attach: starts the scheduler, watches it with a Gate until the outcome is known, and reports the
 * outcome in one record. PID 1's session calls it once.
 */
#pragma once

#include "harness/scenario/time_scale.h"
#include "harness/wire/wire.h"
#include "init/sched/gate.h"
#include "init/sched/scheduler.h"

namespace ktstr {

/** The fixed part of the attach records. */
WireAttach wire_attach(const Gate &gate, const Child *child);

/** The most likely reason in a dead scheduler's log; empty if none is recognised. */
std::string likely_cause(std::string_view log, int exit_code, int signal);
/** The last lines of @text, at most @lines. */
std::string last_lines(std::string_view text, unsigned lines);

/** Texts for the user; the first line states what matters. */
std::string died_text(const Gate &gate, const Child &child, const std::string &log,
		      uint64_t startup_ns);
std::string timed_out_text(const Gate &gate, const Child &child);

struct AttachContext {
	Loop &loop;
	Records &records;
	Reaper &reaper;
	const ScxSysfs &scx;
	const SchedulerJob &job;
	TimeScale time_scale;
};

/**
 * Returns the outcome after capturing the log and sending the record. The caller must still stop a
 * scheduler that did not attach. An error means that nothing could be started.
 */
Result<GateOutcome> attach_scheduler(const AttachContext &context, Scheduler &scheduler);

} /* namespace ktstr */
