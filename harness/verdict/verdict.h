/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Verdict: what a run's evidence says, as one kind and one stable reason code. Pure functions of
 * their arguments: no files, no clock, no globals; any thread. Absence of failure is never a pass:
 * a pass needs the terminal record, case_starting, every check with data, and (where there is a
 * scheduler) the record that it attached.
 *
 *   evidence					kind		reason code
 *   the host broke				error		host:<what>
 *   a splat that is not allowed, also where	crash		kernel-panic, kernel-splat:<class>
 *     the guest's end is why the host broke
 *     (session-overdue, kvm-internal-error)
 *   no HELLO in time				timeout		boot-timeout
 *   alive, not attached in its window		timeout		scheduler-not-attached:timeout
 *   no case_starting, result or power-off	timeout		case-timeout
 *     in time
 *   attach deadline passed, after a record	that of the record
 *     of died or not attached
 *   gone before case_starting, no failure	lost		attach-unconfirmed (with a scheduler)
 *     record							guest-lost (without)
 *   gone without a result; stream malformed	lost		guest-lost
 *   scheduler ended before it attached		fail		scheduler-died
 *   /sys/kernel/sched_ext absent		fail		scheduler-not-attached:sysfs-absent
 *   scheduler ended unasked			fail		scheduler-exited:<kind>
 *   init could not go on			fail		assert:init
 *   a check did not hold			fail		assert:<check>
 *   a check had no data			inconclusive	assert:<check>
 *   a body ran to its end without a check	inconclusive	assert:no-check
 *   an explicit need is not met		skip		feature-missing:..., config-missing:...
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
	std::vector<std::string> diagnostics; /* first the cause; as they came, not yet quoted */

	bool ok() const { return kind == VerdictKind::pass || kind == VerdictKind::skip; }
};

Verdict judge(const Evidence &evidence);

/** Begins a diagnostic that quotes a line of a log, which is no cause. */
constexpr std::string_view kLogQuote = "| ";

/** "machine: power-off (detail)" */
std::string machine_end(const Evidence &evidence);

} /* namespace ktstr */
