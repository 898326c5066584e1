/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The life of a scheduler process once its object is open: load, attach, wait, detach, report. Also
 * the ways in which the process misbehaves on request. Runs in a child of init, as its only thread.
 */
#pragma once

#include <cstdint>
#include <optional>

#include "vmm/base/result.h"

namespace ktstr {

class SchedulerObject;

/** Process knobs, all off by default. */
struct ProcessFaults {
	bool panic_before_attach = false;
	std::optional<int> die_before_attach; /* exit code */
	bool never_attach = false;	      /* stay alive until a signal, load nothing */
	uint64_t exit_after_ms = 0;	      /* after attaching; exits without detaching */
	int exit_code = 1;		      /* for exit_after_ms */
	bool leave_map = false;		      /* leave it in the kernel after the end */

	/** Takes --NAME=VALUE, split. False if there is no such knob. */
	Result<bool> set(const char *name, const char *value);
};

/** Parses a non-negative decimal number. */
Result<uint64_t> parse_number(const char *name, const char *text);

/** SIGTERM and SIGINT detach and report in any phase but loading, where they kill the process. */
int run_scheduler_process(SchedulerObject &object, const ProcessFaults &faults);

} /* namespace ktstr */
