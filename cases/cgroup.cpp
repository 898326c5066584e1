/* SPDX-License-Identifier: GPL-2.0 */
/* Cgroups: made, filled, moved between, limited and removed while their workers run. */
#include "harness/scenario/case.h"

namespace ktstr {
namespace {

const CaseScheduler kFifo = {.kind = CaseScheduler::any, .program = "ktstr_fifo"};
const CaseScheduler kVtime = {.kind = CaseScheduler::any, .program = "ktstr_vtime"};
const Topology kTwoCpus = parse_topology("1:1:2:1").value();

KTSTR_CASE(cgroup_add_and_remove) = {
	.name = "cgroup.add-and-remove",
	.description = "a cgroup with workers that comes and goes starves no other",
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
	.description = "cgroups with workers that are made and removed in a loop starve nobody",
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
	.description = "a worker that makes and removes cgroups without end starves nobody",
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
	.description = "a worker that moves itself between cgroups all the time keeps running",
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
	.description = "workers in cgroups of different depth all run",
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
	.description = "busy workers that are moved to a cgroup with another cpuset go on there",
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
	.description = "workers that are moved to a lasting cgroup outlive their own and run on",
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
	.description = "workers that start beside the runner go on in the cgroup they are moved to",
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
	.description = "a cgroup can be removed and made anew under its name, many times over",
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
	.description = "workers that are stopped leave their CPUs to those that stay",
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
	.description = "workers run in a cgroup that has as many tasks as it may have",
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
 * The time of ext tasks is not the bandwidth controller's to take: EEVDF alone. A worker that
 * sleeps half of the time needs a quarter of that quota, so that a late timer does not matter.
 */
KTSTR_CASE(cgroup_within_quota) = {
	.name = "cgroup.within-quota",
	.description = "a group that uses less than its cpu.max is not throttled",
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
	.description = "a group that wants more than its cpu.max is not stopped altogether",
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
	.description =
		"an idle cgroup still gets the CPU that nobody else wants, whatever its limits",
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
	.description = "workers of another user and group are scheduled like those of root",
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
