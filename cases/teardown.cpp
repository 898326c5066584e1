/* SPDX-License-Identifier: GPL-2.0 */
/* A scenario comes to its end whatever its workers do. */
#include "harness/scenario/case.h"

namespace ktstr {
namespace {

/* It sleeps in blkdev_direct_IO(), uninterruptibly, and SIGKILL has to wait for the disk. */
KTSTR_CASE(teardown_stuck_worker) = {
	.name = "teardown.stuck-worker",
	.description =
		"a worker that cannot be killed, as it waits for a disk, is named with its stack",
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
