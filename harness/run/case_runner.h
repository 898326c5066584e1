/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Runs one planned case on one Host: folder, job, archive, session, evidence, verdict, artifacts.
 * Each worker thread calls it with its own Host; shared data is read-only.
 */
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "harness/hosts/host.h"
#include "harness/plan/plan.h"
#include "harness/report/outcome.h"
#include "harness/run/run_context.h"

namespace ktstr {

/** Prefix of notes about --pin: one that many cases report is printed once. */
constexpr char kPinNote[] = "pin: ";

/** Calls @note on the calling thread with messages to print at once (a lost host). */
Outcome run_case(const RunContext &context, const PlannedCase &planned, Host &host,
		 const std::function<void(const std::string &)> &note);

/**
 * Turns @judged into the case's verdict. @missing: what the guest's configuration lacks, or empty.
 * It turns a pass, fail or inconclusive into a skip, but not a crash, a hang or a host error.
 */
Verdict conclude(const Verdict &judged, const std::string &missing, const Expectation &expected,
		 const Evidence &evidence);

/** Merges one or more attempts into one outcome. A later success does not undo a failure. */
Outcome settle_attempts(const std::vector<Outcome> &attempts);

/** The outcome of a case that did not run: skipped or given up. */
Outcome unrun_outcome(const RunContext &context, const PlannedCase &planned, VerdictKind kind,
		      const std::string &reason, const std::string &cause);

} /* namespace ktstr */
