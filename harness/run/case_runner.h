/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Runs one planned case on one Host: folder, job, archive, session, evidence, verdict, artifacts.
 * Called by a worker thread with a Host of its own; what is shared is read-only.
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

/** Begins notes about --pin: what many cases have to say is told once. */
constexpr char kPinNote[] = "pin: ";

/** @note gets lines worth telling while it runs (a lost host); from the calling thread. */
Outcome run_case(const RunContext &context, const PlannedCase &planned, Host &host,
		 const std::function<void(const std::string &)> &note);

/**
 * @judged as the case's verdict. @missing: what the guest's configuration lacks, or empty; it
 * explains a fail, not a crash, a hang or a broken host.
 */
Verdict conclude(const Verdict &judged, const std::string &missing, const Expectation &expected,
		 const Evidence &evidence);

/** One outcome for one or more attempts: no later one makes up for one that failed. */
Outcome settle_attempts(const std::vector<Outcome> &attempts);

/** An outcome for a case that did not run: a skip, or given up. */
Outcome unrun_outcome(const RunContext &context, const PlannedCase &planned, VerdictKind kind,
		      const std::string &reason, const std::string &cause);

} /* namespace ktstr */
