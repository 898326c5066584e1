/* SPDX-License-Identifier: GPL-2.0 */
/* Cgroups are created, filled, limited and removed, and workers move between them. */
#include "harness/scenario/case.h"

namespace ktstr {
namespace {

const CaseScheduler kFifo = {.kind = CaseScheduler::any, .program = "ktstr_fifo"};
const CaseScheduler kVtime = {.kind = CaseScheduler::any, .program = "ktstr_vtime"};
const Topology kTwoCpus = parse_topology("1:1:2:1").value();

KTSTR_CASE(cgroup_add_and_remove) = {
	.name = "cgroup.add-and-remove",
	.description = "no worker starves while a busy cgroup comes and goes",
	.topology = kTwoCpus,
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.backdrop = {.cgroups = {{.name = "stays", .work = {{.type = Spin{}}}}}},
		     .steps = {{.name = "add",
				.ops = {AddCgroupDef{{.name = "comes",
						      .work = {{.type = Spin{}, .workers = 2}}}}},
				.hold = HoldFor{200}},
			       {.name = "gone", .hold = HoldFor{100}}}},
};

KTSTR_CASE(cgroup_add_remove_loop) = {
	.name = "cgroup.add-remove-loop",
	.description =
		"a busy worker does not starve while cgroups are created and removed in a loop",
	.topology = kTwoCpus,
	.scheduler = kVtime,
	.baseline = true,
	.slow = true,
	.scenario = {.backdrop = {.cgroups = {{.name = "stays", .work = {{.type = Spin{}}}}}},
		     .steps = {{.name = "loop",
				.ops = {AddCgroup{"empty"},
					AddCgroupDef{{.name = "busy", .work = {{.type = Spin{}}}}},
					RemoveCgroup{"busy"}, RemoveCgroup{"empty"}},
				.hold = HoldLoop{80, 240}}}},
};

KTSTR_CASE(cgroup_churn_by_workers) = {
	.name = "cgroup.churn-by-workers",
	.description = "a worker that creates and removes cgroups nonstop and a busy one both make "
		       "progress",
	.topology = kTwoCpus,
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.steps = {{.name = "churn",
				.cgroups = {{.name = "churn",
					     .work = {{.type = CgroupChurn{.groups = 2,
									   .period_ms = 10}}}},
					    {.name = "spin", .work = {{.type = Spin{}}}}},
				.hold = HoldFor{400}}}},
};

KTSTR_CASE(cgroup_attach_storm) = {
	.name = "cgroup.attach-storm",
	.description = "a worker that moves itself between cgroups nonstop and a busy one both "
		       "make progress",
	.topology = kTwoCpus,
	.scheduler = kVtime,
	.baseline = true,
	.scenario = {.steps = {{.name = "storm",
				.cgroups = {{.name = "storm",
					     .work = {{.type = CgroupAttachStorm{}}}},
					    {.name = "spin", .work = {{.type = Spin{}}}}},
				.hold = HoldFor{400}}}},
};

KTSTR_CASE(cgroup_nested) = {
	.name = "cgroup.nested",
	.description = "workers in cgroups at different depths all make progress",
	.topology = kTwoCpus,
	.scheduler = kVtime,
	.baseline = true,
	.slow = true,
	.scenario = {.steps = {{.name = "nest",
				.cgroups = {{.name = "a"},
					    {.name = "a/b"},
					    {.name = "a/b/c", .work = {{.type = Spin{}}}},
					    {.name = "a/d", .work = {{.type = Spin{}}}},
					    {.name = "e", .work = {{.type = Spin{}}}}},
				.hold = HoldFor{300}}}},
};

KTSTR_CASE(cgroup_move_step_to_step) = {
	.name = "cgroup.move-step-to-step",
	.description = "busy workers moved to a cgroup with another cpuset make progress inside "
		       "that cpuset",
	.topology = kTwoCpus,
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.steps = {{.name = "move",
				.cgroups = {{.name = "from",
					     .cpuset = ExactCpus{"0"},
					     .work = {{.type = Spin{}, .workers = 2}}},
					    {.name = "to", .cpuset = ExactCpus{"1"}}},
				.ops = {MoveAllTasks{"from", "to"}, RemoveCgroup{"from"}},
				.hold = HoldFor{200}}}},
};

KTSTR_CASE(cgroup_move_to_backdrop) = {
	.name = "cgroup.move-to-backdrop",
	.description =
		"workers moved to a lasting cgroup keep running after their own cgroup is gone",
	.topology = kTwoCpus,
	.scheduler = kVtime,
	.baseline = true,
	.scenario = {.backdrop = {.cgroups = {{.name = "first"}, {.name = "second"}}},
		     .steps = {{.name = "step to backdrop",
				.cgroups = {{.name = "short",
					     .work = {{.type = Spin{}, .workers = 2}}}},
				.ops = {MoveAllTasks{"short", "first"}},
				.hold = HoldFor{100}},
			       {.name = "backdrop to backdrop",
				.ops = {MoveAllTasks{"first", "second"}},
				.hold = HoldFor{100}}}},
};

KTSTR_CASE(cgroup_move_from_runner) = {
	.name = "cgroup.move-from-runner",
	.description = "workers moved from the runner's cgroup to one with a cpuset make progress "
		       "inside that cpuset",
	.topology = kTwoCpus,
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.backdrop = {.cgroups = {{.name = "a", .cpuset = ExactCpus{"1"}}},
				  .ops = {Spawn{.work = {.type = Spin{}, .workers = 2}}}},
		     .steps = {{.name = "outside", .hold = HoldFor{100}},
			       {.name = "inside",
				.ops = {MoveAllTasks{"", "a"}},
				.hold = HoldFor{150}}}},
};

KTSTR_CASE(cgroup_reuse_of_a_name) = {
	.name = "cgroup.reuse-of-a-name",
	.description = "workers make progress in a cgroup that is removed and recreated under its "
		       "name in a loop",
	.topology = kTwoCpus,
	.scheduler = kFifo,
	.baseline = true,
	.slow = true,
	.scenario = {.backdrop = {.cgroups = {{.name = "a", .work = {{.type = Spin{}}}}}},
		     .steps = {{.name = "again",
				.ops = {RemoveCgroup{"a"}, AddCgroup{"a"},
					Spawn{"a", {.type = Spin{}, .workers = 2}}},
				.hold = HoldLoop{80, 320}}}},
};

KTSTR_CASE(cgroup_stop) = {
	.name = "cgroup.stop",
	.description =
		"a busy worker hardly waits for a CPU once the other cgroup's workers are stopped",
	.topology = kTwoCpus,
	.scheduler = kVtime,
	.baseline = true,
	.scenario = {.steps = {{.name = "stop",
				.cgroups = {{.name = "ends",
					     .work = {{.type = Spin{}, .workers = 2}}},
					    {.name = "stays", .work = {{.type = Spin{}}}}},
				.ops = {StopCgroup{"ends"}},
				.hold = HoldFor{200}}},
		     .checks = {.run_delay_percent = 30}},
};

KTSTR_CASE(cgroup_full_pids) = {
	.name = "cgroup.full-pids",
	.description = "workers make progress in a cgroup that is at its pids.max",
	.topology = kTwoCpus,
	.scheduler = kFifo,
	.baseline = true,
	.slow = true,
	.scenario = {.steps = {{.name = "full",
				.cgroups = {{.name = "a",
					     .pids_max = 2,
					     .work = {{.type = Mixed{}, .workers = 2}}}},
				.hold = HoldFor{150}}}},
};

/*
 * The bandwidth controller does not throttle ext tasks, so this is for EEVDF only. A worker that
 * sleeps half of the time needs a quarter of its quota, so a late timer does not matter.
 */
KTSTR_CASE(cgroup_within_quota) = {
	.name = "cgroup.within-quota",
	.description = "a cgroup that uses less than its cpu.max is hardly ever throttled",
	.topology = kTwoCpus,
	.needs_scx = false,
	.scenario = {.steps = {{.name = "quota",
				.cgroups = {{.name = "a",
					     .cpu_max = 1.9,
					     .work = {{.type = Bursty{}}}}},
				.hold = HoldFor{400}}},
		     .checks = {.throttled_percent = 15}},
};

KTSTR_CASE(cgroup_over_quota) = {
	.name = "cgroup.over-quota",
	.description = "workers of a cgroup that wants more than its cpu.max still make progress",
	.topology = kTwoCpus,
	.needs_scx = false,
	.scenario = {.steps = {{.name = "quota",
				.cgroups = {{.name = "a",
					     .cpu_max = 0.3,
					     .work = {{.type = Spin{}, .workers = 2}}},
					    {.name = "b", .work = {{.type = Spin{}}}}},
				.hold = HoldFor{400}}}},
};

KTSTR_CASE(cgroup_idle_and_limits) = {
	.name = "cgroup.idle-and-limits",
	.description = "a worker with a CPU to itself makes progress under cpu.idle, memory.high "
		       "and io.weight",
	.topology = kTwoCpus,
	.scheduler = kVtime,
	.baseline = true,
	.slow = true,
	.scenario = {.steps = {{.name = "limits",
				.cgroups = {{.name = "idle",
					     .cpuset = ExactCpus{"0"},
					     .cpu_idle = true,
					     .memory_high = 64 << 20,
					     .io_weight = 50,
					     .work = {{.type = Spin{}}}},
					    {.name = "b",
					     .cpuset = ExactCpus{"1"},
					     .cpu_weight = 10000,
					     .work = {{.type = Spin{}}}}},
				.hold = HoldFor{200}}}},
};

KTSTR_CASE(cgroup_other_user) = {
	.name = "cgroup.other-user",
	.description = "workers of another user all make progress beside a root worker, in even "
		       "shares of CPU time",
	.topology = kTwoCpus,
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.steps = {{.name = "users",
				.cgroups = {{.name = "user",
					     .cpuset = ExactCpus{"0"},
					     .work = {{.type = Spin{}, .workers = 2}},
					     .uid = 1000,
					     .gid = 1000},
					    {.name = "root",
					     .cpuset = ExactCpus{"0"},
					     .work = {{.type = Spin{}}}}},
				.hold = HoldFor{300}}},
		     .checks = {.spread_percent = 35}},
};

} /* namespace */
} /* namespace ktstr */
