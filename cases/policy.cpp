/* SPDX-License-Identifier: GPL-2.0 */
/* Scheduling policies and nice values, mixed on the same CPUs and changing at run time. */
#include "harness/scenario/case.h"

namespace ktstr {
namespace {

const CaseScheduler kFifo = {.kind = CaseScheduler::any, .program = "ktstr_fifo"};
const CaseScheduler kVtime = {.kind = CaseScheduler::any, .program = "ktstr_vtime"};
const Topology kTwoCpus = parse_topology("1:1:2:1").value();

using Kind = SchedulingPolicy::Kind;

KTSTR_CASE(policy_normal_and_batch) = {
	.name = "policy.normal-and-batch",
	.description = "normal and SCHED_BATCH workers on one CPU all progress, and no batch one "
		       "falls far behind another",
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
	.description = "a SCHED_IDLE worker makes progress on a CPU that no other worker uses",
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
	.description = "normal workers make progress beside bursty SCHED_FIFO and SCHED_RR workers",
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
	.description = "a SCHED_DEADLINE worker and normal ones all make progress side by side",
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
 * ktstr_fifo and ktstr_vtime take over all normal tasks (no SCX_OPS_SWITCH_PARTIAL), so SCHED_EXT
 * and SCHED_NORMAL are one class there. Without a BPF scheduler, EEVDF runs SCHED_EXT tasks.
 */
KTSTR_CASE(policy_ext) = {
	.name = "policy.ext",
	.description = "SCHED_EXT workers get comparable shares of a CPU, and a normal one beside "
		       "them makes progress",
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
	.description = "workers of different nice values on one CPU all progress, and none falls "
		       "far behind an equal one",
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
	.description =
		"a worker that cycles through all nice values and a busy one both make progress",
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
	.description = "a worker that cycles through all scheduling policies and a busy one both "
		       "make progress",
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
