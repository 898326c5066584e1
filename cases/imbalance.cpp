/* SPDX-License-Identifier: GPL-2.0 */
/* Imbalance: load on one side spreads to CPUs that are idle. */
#include "harness/scenario/case.h"

namespace ktstr {
namespace {

const CaseScheduler kFifo = {.kind = CaseScheduler::any, .program = "ktstr_fifo"};
const CaseScheduler kVtime = {.kind = CaseScheduler::any, .program = "ktstr_vtime"};
const Topology kTwoCpus = parse_topology("1:1:2:1").value();
const Topology kTwoSmallLlcs = parse_topology("1:2:1:1").value();

KTSTR_CASE(imbalance_spread_from_one_cpu) = {
	.name = "imbalance.spread-from-one-cpu",
	.description = "workers from one CPU spread over all once they may",
	.topology = kTwoCpus,
	.scheduler = kFifo,
	.baseline = true,
	.slow = true,
	.scenario = {.backdrop = {.cgroups = {{.name = "a",
					       .cpuset = ExactCpus{"0"},
					       .work = {{.type = Spin{}, .workers = 2}}}}},
		     .steps = {{.name = "spread", .ops = {ClearCpuset{"a"}}, .hold = HoldFor{400}}},
		     .checks = {.imbalance_percent = 40}},
};

KTSTR_CASE(imbalance_shift_between_groups) = {
	.name = "imbalance.shift-between-groups",
	.description = "load that goes from a group on one CPU to one on all spreads there",
	.topology = kTwoCpus,
	.scheduler = kVtime,
	.baseline = true,
	.scenario = {.backdrop = {.cgroups = {{.name = "narrow",
					       .cpuset = ExactCpus{"1"},
					       .work = {{.type = Spin{}, .workers = 2}}},
					      {.name = "wide"}}},
		     .steps = {{.name = "shift",
				.ops = {MoveAllTasks{"narrow", "wide"}},
				.hold = HoldFor{400}}},
		     .checks = {.imbalance_percent = 40}},
};

KTSTR_CASE(imbalance_spread_over_llcs) = {
	.name = "imbalance.spread-over-llcs",
	.description = "workers that crowd one LLC spread over both once they may",
	.topology = kTwoSmallLlcs,
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.backdrop = {.cgroups = {{.name = "a",
					       .cpuset = LlcCpus{0},
					       .work = {{.type = Spin{}, .workers = 2}}}}},
		     .steps = {{.name = "spread",
				.ops = {SetCpuset{"a", AllCpus{}}},
				.hold = HoldFor{400}}},
		     .checks = {.imbalance_percent = 60}},
};

} /* namespace */
} /* namespace ktstr */
