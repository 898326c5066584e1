/* SPDX-License-Identifier: GPL-2.0 */
/* Policies and nice values: workers of each run, beside others and while these change. */
#include "harness/scenario/case.h"

namespace ktstr {
namespace {

const CaseScheduler kFifo = {.kind = CaseScheduler::any, .program = "ktstr_fifo"};
const CaseScheduler kVtime = {.kind = CaseScheduler::any, .program = "ktstr_vtime"};
const Topology kTwoCpus = parse_topology("1:1:2:1").value();

using Kind = SchedulingPolicy::Kind;

KTSTR_CASE(policy_normal_and_batch) = {
	.name = "policy.normal-and-batch",
	.description = "batch workers share a CPU with normal ones, and neither starves",
	.topology = kTwoCpus,
	.scheduler = kFifo,
	.baseline = true,
	.slow = true,
	.scenario = {.steps = {{.name = "batch",
				.cgroups = {{.name = "a",
					     .cpuset = ExactCpus{"0"},
					     .work = {{.type = Spin{}},
						      {.type = Spin{},
						       .workers = 2,
						       .policy = {.kind = Kind::batch}}}}},
				.hold = HoldFor{300}}},
		     .checks = {.spread_percent = 70}},
};

KTSTR_CASE(policy_idle) = {
	.name = "policy.idle",
	.description = "an idle worker gets the CPU that no other worker wants",
	.topology = kTwoCpus,
	.scheduler = kVtime,
	.baseline = true,
	.slow = true,
	.scenario = {.steps = {{.name = "idle",
				.cgroups = {{.name = "a",
					     .cpuset = ExactCpus{"0"},
					     .work = {{.type = Spin{}}}},
					    {.name = "b",
					     .cpuset = ExactCpus{"1"},
					     .work = {{.type = Spin{},
						       .policy = {.kind = Kind::idle}}}}},
				.hold = HoldFor{200}}}},
};

KTSTR_CASE(policy_real_time) = {
	.name = "policy.real-time",
	.description = "bursts of FIFO and RR workers leave enough of the CPUs to the others",
	.topology = kTwoCpus,
	.scheduler = kFifo,
	.baseline = true,
	.scenario =
		{.steps = {{.name = "rt",
			    .cgroups = {{.name = "rt",

					 .work = {{.type = Bursty{2, 18},
						   .policy = {.kind = Kind::fifo, .priority = 10}},
						  {.type = Bursty{2, 18},
						   .policy = {.kind = Kind::rr}}}},
					{.name = "fair", .work = {{.type = Spin{}, .workers = 2}}}},
			    .hold = HoldFor{400}}}},
};

KTSTR_CASE(policy_deadline) = {
	.name = "policy.deadline",
	.description =
		"a deadline worker and those of the scheduler under test get on with each other",
	.topology = kTwoCpus,
	.scheduler = kVtime,
	.baseline = true,
	.scenario = {.steps = {{.name = "deadline",
				.cgroups = {{.name = "a",
					     .work = {{.type = Spin{},
						       .policy = {.kind = Kind::deadline,
								  .runtime_us = 4000,
								  .deadline_us = 40000,
								  .period_us = 40000}},
						      {.type = Spin{}, .workers = 2}}}},
				.hold = HoldFor{400}}}},
};

/*
 * ktstr_fifo and ktstr_vtime take over all normal tasks (no SCX_OPS_SWITCH_PARTIAL): SCHED_EXT and
 * SCHED_NORMAL are one class there. Without a scheduler, a SCHED_EXT task is one of EEVDF's.
 */
KTSTR_CASE(policy_ext) = {
	.name = "policy.ext",
	.description =
		"workers of SCHED_EXT share a CPU alike, and a normal one beside them goes on",
	.topology = kTwoCpus,
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.steps = {{.name = "ext",
				.cgroups = {{.name = "a",
					     .cpuset = ExactCpus{"1"},

					     .work = {{.type = Spin{},
						       .workers = 2,
						       .policy = {.kind = Kind::ext}},
						      {.type = Spin{}}}}},
				.hold = HoldFor{300}}},
		     .checks = {.spread_percent = 60}},
};

KTSTR_CASE(policy_nice) = {
	.name = "policy.nice",
	.description = "workers of low and of high nice values on one CPU all run, equal ones "
		       "within bounds alike",
	.topology = kTwoCpus,
	.scheduler = kVtime,
	.baseline = true,
	.scenario = {.steps = {{.name = "nice",
				.cgroups = {{.name = "a",
					     .cpuset = ExactCpus{"0"},

					     .work = {{.type = Spin{}, .workers = 2, .nice = 3},
						      {.type = Spin{}, .workers = 2}},
					     .nice = -3}},
				.hold = HoldFor{600}}},
		     .checks = {.spread_percent = 80}},
};

KTSTR_CASE(policy_nice_sweep) = {
	.name = "policy.nice-sweep",
	.description = "a worker that goes through all nice values keeps running beside a busy one",
	.topology = kTwoCpus,
	.scheduler = kVtime,
	.baseline = true,
	.scenario = {.steps = {{.name = "sweep",
				.cgroups = {{.name = "a",
					     .work = {{.type = NiceSweep{}}, {.type = Spin{}}}}},
				.hold = HoldFor{300}}}},
};

KTSTR_CASE(policy_churn) = {
	.name = "policy.churn",
	.description = "a worker that goes through all policies leaves and rejoins the scheduler",
	.topology = kTwoCpus,
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.steps = {{.name = "churn",
				.cgroups = {{.name = "a",
					     .work = {{.type = PolicyChurn{}}, {.type = Spin{}}}}},
				.hold = HoldFor{300}}}},
};

} /* namespace */
} /* namespace ktstr */
