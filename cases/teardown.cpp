/* SPDX-License-Identifier: GPL-2.0 */
/* A scenario ends whatever its workers do. */
#include "harness/scenario/case.h"

namespace ktstr {
namespace {

/* The worker sleeps uninterruptibly in blkdev_direct_IO(), so SIGKILL has to wait for the disk. */
KTSTR_CASE(teardown_stuck_worker) = {
	.name = "teardown.stuck-worker",
	.description = "a worker that cannot be killed while it waits for a disk is reported with "
		       "its state",
	.needs_scx = false,
	.expect = {.kind = VerdictKind::fail,
		   .reason = "assert:scenario",
		   .stage = Expectation::in_case,
		   .mentions = "state D"},
	.deadline_ms = 60000,
	.scenario = {.disk_latency_ms = 100000,
		     .steps = {Step{.name = "read",
				    .cgroups = {CgroupDef{
					    .name = "a", .work = {WorkSpec{.type = IoRandRead{}}}}},
				    .hold = HoldFor{100}}}},
};

} /* namespace */
} /* namespace ktstr */
