/* SPDX-License-Identifier: GPL-2.0 */
/* Steady load: as many busy workers as CPUs, fewer, and more. */
#include "harness/scenario/case.h"

namespace ktstr {
namespace {

const CaseScheduler kAny = {.kind = CaseScheduler::any, .program = "ktstr_fifo"};

KTSTR_CASE(steady_two_groups) = {
	.name = "steady.two-groups",
	.description = "two groups of busy workers, each on one half of the CPUs, all get their share",
	.topology = parse_topology("tiny-2llc").value(),
	.scheduler = kAny,
	.baseline = true,
	.scenario = {
		.steps = {{
			.name = "spin",
			.cgroups = {{.name = "a", .cpuset = LlcCpus{0}, .work = {{.type = Spin{}, .workers = 2}}},
				    {.name = "b", .cpuset = LlcCpus{1}, .work = {{.type = Spin{}, .workers = 2}}}},
			.hold = HoldFor{300},
		}},
		.checks = {.spread_percent = 40, .gap_ms = 200},
	},
};

} /* namespace */
} /* namespace ktstr */
