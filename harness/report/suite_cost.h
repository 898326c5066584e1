/* SPDX-License-Identifier: GPL-2.0 */
/* Cost of a whole run, for its last diagnostics. Plain data; pure functions; any thread. */
#pragma once

#include <string>
#include <vector>

#include "harness/report/outcome.h"

namespace ktstr {

struct SuiteCost {
	uint64_t wall_ms = 0;
	unsigned slots = 0;	 /* virtual machines at a time */
	double idle_percent = 0; /* share of the slots' time in which no case ran */
	double cases_per_minute = 0;
};

/** Cost of a run with @outcomes that took @wall_ms with @slots virtual machines at a time. */
SuiteCost suite_cost(const std::vector<Outcome> &outcomes, unsigned slots, uint64_t wall_ms);

/** "612 s with 2 VMs at a time, 7 % of it idle, 9.5 cases per minute" */
std::string suite_text(const SuiteCost &cost);

} /* namespace ktstr */
