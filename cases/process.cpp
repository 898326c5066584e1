/* SPDX-License-Identifier: GPL-2.0 */
/* Workers that fork: processes come and go faster than a scheduler can learn about them. */
#include "harness/scenario/case.h"

namespace ktstr {
namespace {

const CaseScheduler kFifo = {.kind = CaseScheduler::any, .program = "ktstr_fifo"};
const CaseScheduler kVtime = {.kind = CaseScheduler::any, .program = "ktstr_vtime"};

KTSTR_CASE(process_fork_storm) = {
	.name = "process.fork-storm",
	.description = "four workers that fork and reap nonstop all make progress",
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
	.description = "workers that fork and reap make progress, and busy ones beside them never "
		       "wait long for a CPU",
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
	.description = "workers with room for one child each under pids.max can fork again after "
		       "each reap",
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
