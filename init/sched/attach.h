/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Attach: starts the scheduler, watches it with a Gate until the outcome is known, and reports that
 * outcome in one record. Called once by PID 1's session.
 */
#pragma once

#include "harness/wire/wire.h"
#include "init/sched/gate.h"
#include "init/sched/scheduler.h"

namespace ktstr {

/** The fixed part of the attach records. */
WireAttach wire_attach(const Gate &gate, const Child *child);

/** The most likely reason in a dead scheduler's log; empty if nothing in it is telling. */
std::string likely_cause(std::string_view log, int exit_code, int signal);
/** Last lines of @text, at most @lines. */
std::string last_lines(std::string_view text, unsigned lines);

/** Texts for people; the first line says what matters. */
std::string died_text(const Gate &gate, const Child &child, const std::string &log,
		      uint64_t startup_ns);
std::string timed_out_text(const Gate &gate, const Child &child);

struct AttachContext {
	Loop &loop;
	Records &records;
	Reaper &reaper;
	const ScxSysfs &scx;
	const SchedulerJob &job;
	uint32_t time_scale_percent;
};

/**
 * Returns the outcome after the log was captured and the record sent; a scheduler that did not
 * attach still has to be stopped. An error means that nothing could be started.
 */
Result<GateOutcome> attach_scheduler(const AttachContext &context, Scheduler &scheduler);

} /* namespace ktstr */
