/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Cpusets: workers keep to their cpuset and make progress in it while it is set, changed and
 * cleared.
 */
#include "harness/scenario/case.h"

namespace ktstr {
namespace {

const CaseScheduler kFifo = {.kind = CaseScheduler::any, .program = "ktstr_fifo"};
const CaseScheduler kVtime = {.kind = CaseScheduler::any, .program = "ktstr_vtime"};
const Topology kTwoCpus = parse_topology("1:1:2:1").value();
const Topology kTwoLlcs = parse_topology("1:2:2:1").value();
const Topology kTwoNodes = parse_topology("2:2:2:1").value();

KTSTR_CASE(cpuset_apply_and_clear) = {
	.name = "cpuset.apply-and-clear",
	.description = "workers keep to a cpuset set while they run, and none waits long for a CPU "
		       "even once it is cleared",
	.topology = kTwoCpus,
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.backdrop = {.cgroups = {{.name = "a",
					       .work = {{.type = Spin{}, .workers = 2}}}}},
		     .steps = {{.name = "set",
				.ops = {SetCpuset{"a", ExactCpus{"1"}}},
				.hold = HoldFor{150}},
			       {.name = "clear", .ops = {ClearCpuset{"a"}}, .hold = HoldFor{150}}},
		     .checks = {.gap_ms = 75}},
};

KTSTR_CASE(cpuset_resize_in_flight) = {
	.name = "cpuset.resize-in-flight",
	.description = "workers stay inside a cpuset that shrinks and grows under them",
	.topology = kTwoCpus,
	.scheduler = kVtime,
	.baseline = true,
	.scenario = {.backdrop = {.cgroups = {{.name = "a",
					       .cpuset = AllCpus{},
					       .work = {{.type = Mixed{}, .percent = 150}}}}},
		     .steps = {{.name = "shrink",
				.ops = {SetCpuset{"a", CpuRange{0, 0.5}}},
				.hold = HoldFor{150}},
			       {.name = "grow",
				.ops = {SetCpuset{"a", CpuRange{0, 1}}},
				.hold = HoldFor{150}}}},
};

KTSTR_CASE(cpuset_swap) = {
	.name = "cpuset.swap",
	.description = "workers of two cgroups keep to each other's former CPUs once their cpusets "
		       "are swapped",
	.topology = kTwoCpus,
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.backdrop = {.cgroups = {{.name = "a",
					       .cpuset = DisjointCpus{0, 2},
					       .work = {{.type = Spin{}, .workers = 2}}},
					      {.name = "b",
					       .cpuset = DisjointCpus{1, 2},
					       .work = {{.type = Spin{}}}}}},
		     .steps = {{.name = "before", .hold = HoldFor{150}},
			       {.name = "after",
				.ops = {SwapCpusets{"a", "b"}},
				.hold = HoldFor{150}}}},
};

KTSTR_CASE(cpuset_disjoint) = {
	.name = "cpuset.disjoint",
	.description = "equal workers share their CPUs evenly in each of two disjoint cpusets",
	.topology = kTwoCpus,
	.scheduler = kVtime,
	.baseline = true,
	.scenario = {.steps = {{.name = "disjoint",
				.cgroups = {{.name = "crowd",
					     .cpuset = DisjointCpus{0, 2},
					     .work = {{.type = Spin{}, .workers = 3}}},
					    {.name = "pair",
					     .cpuset = DisjointCpus{1, 2},
					     .work = {{.type = Spin{}, .workers = 2}}}},
				.hold = HoldFor{400}}},
		     .checks = {.spread_percent = 35}},
};

KTSTR_CASE(cpuset_overlapping) = {
	.name = "cpuset.overlapping",
	.description = "no worker of two cgroups with overlapping cpusets starves",
	.topology = kTwoLlcs,
	.scheduler = kFifo,
	.baseline = true,
	.slow = true,
	.scenario = {.steps = {{.name = "overlap",
				.cgroups = {{.name = "a",
					     .cpuset = OverlappingCpus{0, 2, 0.5},
					     .work = {{.type = Spin{}, .workers = 3}}},
					    {.name = "b",
					     .cpuset = OverlappingCpus{1, 2, 0.5},
					     .work = {{.type = Spin{}, .workers = 2}}}},
				.hold = HoldFor{300}}}},
};

KTSTR_CASE(cpuset_across_llcs) = {
	.name = "cpuset.across-llcs",
	.description =
		"workers whose cpuset moves to the other LLC, then spans both, stay inside it",
	.topology = kTwoLlcs,
	.scheduler = kFifo,
	.baseline = true,
	.slow = true,
	.scenario = {.backdrop = {.cgroups = {{.name = "a",
					       .cpuset = LlcCpus{0},
					       .work = {{.type = Spin{}, .workers = 2}}}}},
		     .steps = {{.name = "to LLC 1",
				.ops = {SetCpuset{"a", LlcCpus{1}}},
				.hold = HoldFor{150}},
			       {.name = "across both",
				.ops = {SetCpuset{"a", CpuRange{0.25, 0.75}}},
				.hold = HoldFor{150}}}},
};

KTSTR_CASE(cpuset_across_nodes) = {
	.name = "cpuset.across-nodes",
	.description = "workers whose cpuset moves to the other NUMA node stay inside it",
	.topology = kTwoNodes,
	.scheduler = kVtime,
	.baseline = true,
	.scenario = {.backdrop = {.cgroups = {{.name = "a",
					       .cpuset = NodeCpus{0},
					       .work = {{.type = Spin{}, .workers = 2}}}}},
		     .steps = {{.name = "to node 1",
				.ops = {SetCpuset{"a", NodeCpus{1}}},
				.hold = HoldFor{150}}}},
};

KTSTR_CASE(cpuset_loop) = {
	.name = "cpuset.loop",
	.description =
		"busy workers make progress inside their cpusets while these are swapped in a loop",
	.topology = kTwoCpus,
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.backdrop = {.cgroups = {{.name = "a",
					       .cpuset = ExactCpus{"0"},
					       .work = {{.type = Spin{}}}},
					      {.name = "b",
					       .cpuset = ExactCpus{"1"},
					       .work = {{.type = Spin{}}}}}},
		     .steps = {{.name = "swap",
				.ops = {SwapCpusets{"a", "b"}},
				.hold = HoldLoop{80, 400}}}},
};

KTSTR_CASE(cpuset_nested) = {
	.name = "cpuset.nested",
	.description = "workers keep to their parent cgroup's cpuset when their own is wider",
	.topology = kTwoCpus,
	.scheduler = kVtime,
	.baseline = true,
	.slow = true,
	.scenario = {.backdrop = {.cgroups = {{.name = "outer", .cpuset = AllCpus{}},
					      {.name = "outer/inner",
					       .cpuset = AllCpus{},
					       .work = {{.type = Spin{}, .workers = 2}}}}},
		     .steps = {{.name = "narrow the parent",
				.ops = {SetCpuset{"outer", ExactCpus{"0"}}},
				.hold = HoldFor{200}}}},
};

KTSTR_CASE(cpuset_exact_and_range) = {
	.name = "cpuset.exact-and-range",
	.description = "workers stay inside cpusets given as a list and as a range of CPUs",
	.topology = kTwoLlcs,
	.scheduler = kFifo,
	.baseline = true,
	.slow = true,
	.scenario = {.steps = {{.name = "list and range",
				.cgroups = {{.name = "list",
					     .cpuset = ExactCpus{"0,2"},
					     .work = {{.type = Mixed{}, .workers = 2}}},
					    {.name = "range",
					     .cpuset = CpuRange{0.5, 1},
					     .work = {{.type = Mixed{}, .percent = 100}}}},
				.hold = HoldFor{200}}}},
};

} /* namespace */
} /* namespace ktstr */
