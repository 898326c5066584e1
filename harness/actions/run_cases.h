/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Runs a plan on a host and reports to stdout, from the plan line to the totals. The coordinator's
 * main thread calls it once, after all preparations.
 */
#pragma once

#include "harness/base/signals.h"
#include "harness/hosts/host_choice.h"
#include "harness/plan/plan.h"
#include "harness/report/outcome.h"
#include "harness/run/run_context.h"

namespace ktstr {

/** Returns the exit code. Exits the process if workers still hang in a host. */
int run_plan(RunContext &context, std::vector<PlannedCase> &plan, const ChosenHost &host,
	     const EndSignals &signals);

/**
 * Writes --junit, if it was given. Returns the exit code: @code, unless that is no failure and the
 * file cannot be written.
 */
int write_junit(const RunContext &context, const std::vector<Outcome> &outcomes, int code);

} /* namespace ktstr */
