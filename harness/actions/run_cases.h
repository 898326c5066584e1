/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Runs a plan on a host and reports it on stdout, from the plan line to the totals. Called once, by
 * the coordinator's main thread, when everything is prepared.
 */
#pragma once

#include "harness/base/signals.h"
#include "harness/hosts/host_choice.h"
#include "harness/plan/plan.h"
#include "harness/run/run_context.h"

namespace ktstr {

/** The exit code. Does not return where workers still hang in a host. */
int run_plan(RunContext &context, std::vector<PlannedCase> &plan, const ChosenHost &host,
	     const EndSignals &signals);

} /* namespace ktstr */
