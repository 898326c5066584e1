/* SPDX-License-Identifier: GPL-2.0 */
/* Imbalance: load that crowds some CPUs spreads to idle ones. */
#include "harness/scenario/case.h"

namespace ktstr {
namespace {

const CaseScheduler kFifo = {.kind = CaseScheduler::any, .program = "ktstr_fifo"};
const CaseScheduler kVtime = {.kind = CaseScheduler::any, .program = "ktstr_vtime"};
const Topology kTwoCpus = parse_topology("1:1:2:1").value();
const Topology kTwoSmallLlcs = parse_topology("1:2:1:1").value();

KTSTR_CASE(imbalance_spread_from_one_cpu) = {
	.name = "imbalance.spread-from-one-cpu",
	.description = "workers spread over all CPUs once their one-CPU cpuset is cleared",
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
	.description =
		"workers moved from a one-CPU cgroup to an unconfined one spread over all CPUs",
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
	.description = "workers confined to one LLC spread over both once their cpuset allows it",
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
