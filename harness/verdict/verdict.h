/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Verdict: turns a run's evidence into one kind and one stable reason code. Pure functions: no
 * files, no clock, no globals; any thread. Absence of failure is never a pass: a pass needs the
 * result record, case_starting, data for every check, and the attached record if there is a
 * scheduler.
 *
 *   evidence					kind		reason code
 *   the host failed				error		host:<what>
 *   a splat that is not allowed, even if the	crash		kernel-panic, kernel-splat:<class>
 *     guest's end made the host fail
 *     (session-overdue, kvm-internal-error)
 *   no HELLO in time				timeout		boot-timeout
 *   alive, not attached within its window	timeout		scheduler-not-attached:timeout
 *   no case_starting, result or power-off	timeout		case-timeout
 *     in time
 *   attach deadline passed, after a died	as for that record
 *     or not-attached record
 *   gone before case_starting, no failure	lost		attach-unconfirmed (scheduler)
 *     record							guest-lost (no scheduler)
 *   gone without a result; stream malformed	lost		guest-lost
 *   scheduler ended before it attached		fail		scheduler-died
 *   /sys/kernel/sched_ext absent		fail		scheduler-not-attached:sysfs-absent
 *   scheduler ended unexpectedly		fail		scheduler-exited:<kind>
 *   init could not continue			fail		assert:init
 *   a check did not hold			fail		assert:<check>
 *   a check had no data			inconclusive	assert:<check>
 *   the case ended without a check		inconclusive	assert:no-check
 *   an explicit need is not met		skip		feature-missing:X, config-missing:X
 */
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/scenario/case.h"
#include "harness/verdict/evidence.h"

namespace ktstr {

struct Verdict {
	VerdictKind kind = VerdictKind::error;
	std::string reason;		      /* empty for a pass */
	std::vector<std::string> diagnostics; /* the cause comes first; raw, not yet quoted */

	bool ok() const { return kind == VerdictKind::pass || kind == VerdictKind::skip; }
};

Verdict judge(const Evidence &evidence);

/** Marks a diagnostic that quotes a log line and is no cause. */
constexpr std::string_view kLogQuote = "| ";

/** "machine: power-off (detail)" */
std::string machine_end(const Evidence &evidence);

} /* namespace ktstr */
