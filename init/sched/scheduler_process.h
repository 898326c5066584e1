/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The life of a scheduler process once its object is open: load, attach, wait, detach, report. Also
 * the ways in which the process itself can misbehave on request. Runs in a child of init, as its
 * only thread.
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
	bool never_attach = false;	      /* alive until a signal, nothing loaded */
	uint64_t exit_after_ms = 0;	      /* after attaching; leaves without detaching */
	int exit_code = 1;		      /* of exit_after_ms */
	bool leave_map = false;		      /* in the kernel, after its end */

	/** Takes --NAME=VALUE's parts; false if no knob has this name. */
	Result<bool> set(const char *name, const char *value);
};

/** Non-negative decimal number. */
Result<uint64_t> parse_number(const char *name, const char *text);

/** SIGTERM and SIGINT end it, in any phase but loading, which a signal ends as it always does. */
int run_scheduler_process(SchedulerObject &object, const ProcessFaults &faults);

} /* namespace ktstr */
