/* SPDX-License-Identifier: GPL-2.0 */
/* Affinity: workers run only where they are bound, also while the binding changes. */
#include "harness/scenario/case.h"

namespace ktstr {
namespace {

const CaseScheduler kFifo = {.kind = CaseScheduler::any, .program = "ktstr_fifo"};
const CaseScheduler kVtime = {.kind = CaseScheduler::any, .program = "ktstr_vtime"};
const Topology kTwoCpus = parse_topology("1:1:2:1").value();
const Topology kTwoLlcs = parse_topology("1:2:2:1").value();

/* The bound leaves room for one migration: the one that the binding itself causes. */
KTSTR_CASE(affinity_single_cpu) = {
	.name = "affinity.single-cpu",
	.description = "workers bound to one CPU each stop migrating",
	.topology = kTwoCpus,
	.scheduler = kFifo,
	.baseline = true,
	.slow = true,
	.scenario = {.backdrop = {.cgroups = {{.name = "a",
					       .work = {{.type = Spin{}, .workers = 4}}}}},
		     .steps = {{.name = "bind",
				.ops = {SetAffinity{"a", SingleCpu{}}},
				.hold = HoldFor{300}}},
		     .checks = {.migrations_per_s = 10}},
};

KTSTR_CASE(affinity_widen) = {
	.name = "affinity.widen",
	.description = "workers bound to one CPU spread over all CPUs once the binding is lifted",
	.topology = kTwoCpus,
	.scheduler = kVtime,
	.baseline = true,
	.scenario = {.backdrop = {.cgroups = {{.name = "a",
					       .work = {{.type = Spin{}, .workers = 2}}}}},
		     .steps = {{.name = "narrow", .ops = {SetAffinity{"a", ExactCpus{"0"}}}},
			       {.name = "wide",
				.ops = {SetAffinity{"a", InheritAffinity{}}},
				.hold = HoldFor{400}}},
		     .checks = {.imbalance_percent = 40}},
};

KTSTR_CASE(affinity_llc_and_random) = {
	.name = "affinity.llc-and-random",
	.description =
		"workers bound to one LLC, or to random CPUs of their cpuset, all make progress",
	.topology = kTwoLlcs,
	.scheduler = kFifo,
	.baseline = true,
	.slow = true,
	.scenario = {.backdrop = {.cgroups = {{.name = "llc",
					       .work = {{.type = Spin{}, .workers = 2}}},
					      {.name = "random",
					       .cpuset = CpuRange{0.25, 1},
					       .work = {{.type = Spin{}, .workers = 2}}}}},
		     .steps = {{.name = "bind",
				.ops = {SetAffinity{"llc", LlcCpus{1}},
					SetAffinity{"random", RandomCpus{2}}},
				.hold = HoldFor{200}}}},
};

KTSTR_CASE(affinity_inside_cpuset) = {
	.name = "affinity.inside-cpuset",
	.description = "workers bound to one CPU stay on it when their cpuset shrinks to that CPU",
	.topology = kTwoCpus,
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.steps = {{.name = "narrow",
				.cgroups = {{.name = "a",
					     .cpuset = AllCpus{},
					     .work = {{.type = Spin{},
						       .workers = 2,
						       .affinity = ExactCpus{"1"}}}}},
				.ops = {SetCpuset{"a", ExactCpus{"1"}}},
				.hold = HoldFor{250}}},
		     .checks = {.migrations_per_s = 0}},
};

KTSTR_CASE(affinity_churn) = {
	.name = "affinity.churn",
	.description = "workers that constantly rebind themselves to another CPU starve nobody, "
		       "themselves included",
	.topology = kTwoCpus,
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.steps = {{.name = "churn",
				.cgroups = {{.name = "a",
					     .work = {{.type = AffinityChurn{}, .workers = 2}}},
					    {.name = "b", .work = {{.type = Spin{}}}}},
				.hold = HoldFor{300}}}},
};

KTSTR_CASE(affinity_cross_churn) = {
	.name = "affinity.cross-churn",
	.description = "workers that constantly rebind each other to another CPU all make progress",
	.topology = kTwoCpus,
	.scheduler = kVtime,
	.baseline = true,
	.scenario = {.steps = {{.name = "churn",
				.cgroups = {{.name = "a",
					     .work = {{.type = CrossAffinityChurn{},
						       .workers = 2}}}},
				.hold = HoldFor{300}}}},
};

} /* namespace */
} /* namespace ktstr */
