/* SPDX-License-Identifier: GPL-2.0 */
/* Workers that make processes, which come and go faster than a scheduler can know them. */
#include "harness/scenario/case.h"

namespace ktstr {
namespace {

const CaseScheduler kFifo = {.kind = CaseScheduler::any, .program = "ktstr_fifo"};
const CaseScheduler kVtime = {.kind = CaseScheduler::any, .program = "ktstr_vtime"};

KTSTR_CASE(process_fork_storm) = {
	.name = "process.fork-storm",
	.description = "twice as many workers that fork and reap as CPUs all go on",
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.steps = {Step{.name = "run",
				    .cgroups = {CgroupDef{
					    .name = "a",
					    .work = {WorkSpec{.type = ForkExit{}, .workers = 4}}}},
				    .hold = HoldFor{300}}}},
};

KTSTR_CASE(process_fork_beside_busy) = {
	.name = "process.fork-beside-busy",
	.description = "workers that fork and reap go on beside busy ones, which run as well",
	.scheduler = kVtime,
	.baseline = true,
	.slow = true,
	.scenario = {.steps = {Step{.name = "run",
				    .cgroups = {CgroupDef{.name = "fork",
							  .work = {WorkSpec{.type = ForkExit{},
									    .workers = 2}}},
						CgroupDef{.name = "busy",
							  .work = {WorkSpec{.type = Spin{},
									    .workers = 2}}}},
				    .hold = HoldFor{400}}},
		     .checks = {.gap_ms = 200}},
};

KTSTR_CASE(process_fork_at_pids_max) = {
	.name = "process.fork-at-pids-max",
	.description =
		"workers whose cgroup has room for one child of each find it free again each time",
	.scheduler = kFifo,
	.baseline = true,
	.slow = true,
	.scenario = {.steps = {Step{.name = "run",
				    .cgroups = {CgroupDef{
					    .name = "a",
					    .pids_max = 4,
					    .work = {WorkSpec{.type = ForkExit{}, .workers = 2}}}},
				    .hold = HoldFor{200}}}},
};

} /* namespace */
} /* namespace ktstr */
