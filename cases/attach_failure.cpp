/* SPDX-License-Identifier: GPL-2.0 */
/* Each way in which a scheduler can fail to attach gets a verdict that names it. */
#include "harness/scenario/case.h"

namespace ktstr {

KTSTR_CASE(attach_died) = {
	.name = "attach-failure.died",
	.description = "a scheduler process that exits before it attaches is reported as died",
	.scheduler = {.kind = CaseScheduler::builtin,
		      .program = "ktstr_faulty",
		      .arguments = {"--die-before-attach=3"}},
	.expect = {VerdictKind::fail, "scheduler-died", Expectation::before_case, "power-off",
		   "exit code 3"},
};

KTSTR_CASE(attach_rejected) = {
	.name = "attach-failure.rejected-by-verifier",
	.description = "a scheduler that the BPF verifier rejects is reported as died",
	.scheduler = {.kind = CaseScheduler::builtin, .program = "ktstr_rejected"},
	.expect = {VerdictKind::fail, "scheduler-died", Expectation::before_case, "power-off",
		   "the verifier rejected the program"},
};

KTSTR_CASE(attach_needs_config) = {
	.name = "attach-failure.kconfig",
	.description =
		"a scheduler that needs an option which the kernel lacks is reported as died, "
		"with the option's name",
	.scheduler = {.kind = CaseScheduler::builtin, .program = "ktstr_needs_config"},
	.expect = {VerdictKind::fail, "scheduler-died", Expectation::before_case, "power-off",
		   "extern 'CONFIG_KTSTR_ABSENT' (strong): not resolved"},
};

KTSTR_CASE(attach_timeout) = {
	.name = "attach-failure.timeout",
	.description =
		"a scheduler that stays alive but never attaches is reported as an attach timeout",
	.scheduler = {.kind = CaseScheduler::builtin,
		      .program = "ktstr_faulty",
		      .arguments = {"--never-attach"},
		      .attach_ms = 1500},
	.expect = {VerdictKind::timeout, "scheduler-not-attached:timeout", Expectation::before_case,
		   "power-off", "not attaching, on request"},
};

KTSTR_CASE(attach_sysfs_absent) = {
	.name = "attach-failure.sysfs-absent",
	.description = "a missing /sys/kernel/sched_ext is named as the reason why attachment "
		       "cannot be confirmed",
	.scheduler = {.kind = CaseScheduler::builtin,
		      .program = "ktstr_faulty",
		      .arguments = {"--never-attach"},
		      .attach_ms = 1500,
		      .hide_sysfs = true},
	.expect = {VerdictKind::fail, "scheduler-not-attached:sysfs-absent",
		   Expectation::before_case, "power-off"},
};

KTSTR_CASE(attach_unconfirmed_panic) = {
	.name = "attach-failure.panic-before",
	.description = "a panic before the scheduler attaches is reported as a crash",
	.scheduler = {.kind = CaseScheduler::builtin,
		      .program = "ktstr_faulty",
		      .arguments = {"--panic-before-attach"}},
	.needs_options = {"CONFIG_MAGIC_SYSRQ"},
	.expect = {VerdictKind::crash, "kernel-panic", Expectation::before_case, "reset",
		   "sysrq triggered crash"},
};

} /* namespace ktstr */
