/* SPDX-License-Identifier: GPL-2.0 */
/* Workers that wait for a disk. */
#include "harness/scenario/case.h"

namespace ktstr {
namespace {

const CaseScheduler kFifo = {.kind = CaseScheduler::any, .program = "ktstr_fifo"};
const CaseScheduler kVtime = {.kind = CaseScheduler::any, .program = "ktstr_vtime"};

KTSTR_CASE(disk_sync_write) = {
	.name = "disk.sync-write",
	.description = "workers that write to the disk and wait for fdatasync all make progress",
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.steps = {Step{.name = "run",
				    .cgroups = {CgroupDef{.name = "a",
							  .work = {WorkSpec{.type = IoSyncWrite{},
									    .workers = 2}}}},
				    .hold = HoldFor{300}}}},
};

KTSTR_CASE(disk_random_read) = {
	.name = "disk.random-read",
	.description = "random readers of the disk make progress, and busy workers beside them "
		       "never wait long for a CPU",
	.scheduler = kVtime,
	.baseline = true,
	.scenario = {.steps = {Step{.name = "run",
				    .cgroups = {CgroupDef{.name = "read",
							  .work = {WorkSpec{.type = IoRandRead{},
									    .workers = 2}}},
						CgroupDef{.name = "busy",
							  .work = {WorkSpec{.type = Spin{},
									    .workers = 2}}}},
				    .hold = HoldFor{400}}},
		     .checks = {.gap_ms = 80}},
};

KTSTR_CASE(disk_convoy) = {
	.name = "disk.convoy",
	.description =
		"workers that take turns at writes, reads and fsyncs on one disk all make progress",
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.steps = {Step{.name = "run",
				    .cgroups = {CgroupDef{
					    .name = "a",
					    .work = {WorkSpec{.type = IoConvoy{}, .workers = 3}}}},
				    .hold = HoldFor{300}}}},
};

} /* namespace */
} /* namespace ktstr */
