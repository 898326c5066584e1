/* SPDX-License-Identifier: GPL-2.0 */
/* The freezer: frozen cgroups leave the CPUs to others, and thawed ones run again. */
#include "harness/scenario/case.h"

namespace ktstr {
namespace {

const CaseScheduler kFifo = {.kind = CaseScheduler::any, .program = "ktstr_fifo"};
const CaseScheduler kVtime = {.kind = CaseScheduler::any, .program = "ktstr_vtime"};
const Topology kTwoCpus = parse_topology("1:1:2:1").value();

KTSTR_CASE(freeze_thaw) = {
	.name = "freeze.thaw",
	.description = "frozen workers do not run while others do, and all run once thawed",
	.topology = kTwoCpus,
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.backdrop = {.cgroups = {{.name = "cold",
					       .work = {{.type = Spin{}, .workers = 2}}},
					      {.name = "warm", .work = {{.type = Spin{}}}}}},
		     .steps = {{.name = "frozen",
				.ops = {FreezeCgroup{"cold"}, CaptureCgroupProcs{"cold", "frozen"}},
				.hold = HoldFor{150}},
			       {.name = "thawed",
				.ops = {UnfreezeCgroup{"cold"},
					CaptureCgroupProcs{"cold", "thawed", true}},
				.hold = HoldFor{150}}}},
};

KTSTR_CASE(freeze_move) = {
	.name = "freeze.move",
	.description = "workers moved out of a frozen cgroup thaw and make progress in the new one",
	.topology = kTwoCpus,
	.scheduler = kVtime,
	.baseline = true,
	.scenario = {.backdrop = {.cgroups = {{.name = "cold", .work = {{.type = Spin{}}}},
					      {.name = "warm"}}},
		     .steps = {{.name = "frozen",
				.cgroups = {{.name = "other", .work = {{.type = Spin{}}}}},
				.ops = {FreezeCgroup{"cold"}},
				.hold = HoldFor{100}},
			       {.name = "moved out",
				.ops = {MoveAllTasks{"cold", "warm"}},
				.hold = HoldFor{150}}}},
};

KTSTR_CASE(freeze_twice) = {
	.name = "freeze.twice",
	.description = "one thaw is enough for a cgroup that was frozen twice",
	.topology = kTwoCpus,
	.scheduler = kFifo,
	.baseline = true,
	.slow = true,
	.scenario = {.backdrop = {.cgroups = {{.name = "a",
					       .work = {{.type = Spin{}, .workers = 2}}}}},
		     .steps = {{.name = "twice",
				.ops = {FreezeCgroup{"a"}, FreezeCgroup{"a"}, UnfreezeCgroup{"a"}},
				.hold = HoldFor{150}}}},
};

KTSTR_CASE(freeze_loop) = {
	.name = "freeze.loop",
	.description = "workers make progress after each thaw of a cgroup that is frozen and "
		       "thawed in a loop",
	.topology = kTwoCpus,
	.scheduler = kVtime,
	.baseline = true,
	.slow = true,
	.scenario = {.backdrop = {.cgroups = {{.name = "a",
					       .work = {{.type = Mixed{}, .workers = 2}}},
					      {.name = "b", .work = {{.type = Spin{}}}}}},
		     .steps = {{.name = "loop",
				.ops = {FreezeCgroup{"a"}, UnfreezeCgroup{"a"}},
				.hold = HoldLoop{100, 400}}}},
};

} /* namespace */
} /* namespace ktstr */
