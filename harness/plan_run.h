/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Runs a plan on a host and reports it on stdout, from the plan line to the totals. Called once, by
 * the coordinator's main thread, when everything is prepared.
 */
#pragma once

#include "harness/host_choice.h"
#include "harness/plan.h"
#include "harness/run_context.h"
#include "harness/signals.h"

namespace ktstr {

/** The exit code. Does not return where workers still hang in a host. */
int run_plan(RunContext &context, std::vector<PlannedCase> &plan, const ChosenHost &host,
	     const EndSignals &signals);

} /* namespace ktstr */
