/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Writes a case's artifacts beside the session's own files (console, records): result.json, logs as
 * text, the kernel's command line and configuration. Best effort: a failed write does not change
 * the verdict. Worker threads call it, each for its own case's folder.
 */
#pragma once

#include "harness/base/json_text.h"
#include "harness/plan/plan.h"
#include "harness/report/outcome.h"
#include "harness/run/run_context.h"
#include "harness/verdict/evidence.h"

namespace ktstr {

void write_artifacts(const RunContext &context, const PlannedCase &planned,
		     const Evidence &evidence, const Outcome &outcome);

/** An array with name, status, measured, bound, unit and detail of each check. */
JsonValue checks_json(const std::vector<CheckEvidence> &checks);

} /* namespace ktstr */
