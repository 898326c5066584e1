/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Twins of the checks on wakeups, on where workers and memory are, and on what is left behind (see
 * twins.h).
 */
#include <sched.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdio>

#include "cases/twins.h"
#include "harness/scenario/custom_work.h"

namespace ktstr {
namespace {

void run_on_cpu(CustomWorker &worker, int cpu)
{
	cpu_set_t only;

	CPU_ZERO(&only);
	CPU_SET(cpu, &only);
	if (sched_setaffinity(0, sizeof(only), &only) < 0)
		worker.fail("sched_setaffinity");
}

KTSTR_WORK(leaves_cpuset)
{
	FILE *procs = fopen("/sys/fs/cgroup/cgroup.procs", "w");

	if (!procs || fputs("0", procs) < 0 || fclose(procs) != 0)
		worker.fail("move to the root cgroup");
	run_on_cpu(worker, 1);
	for (;;) {
		worker.burn_us(1000);
		worker.iteration();
	}
}

/* One wakeup in twenty is late: enough to raise the 99th percentile, but not the median. */
KTSTR_WORK(sometimes_late)
{
	constexpr uint64_t kLateNs =
		100000000; /* within the window: wakeups due before it do not count */
	constexpr unsigned kWakes = 20;

	for (;;) {
		worker.sleep_us(1000);
		for (unsigned wake = 0; wake < kWakes; wake++)
			worker.woke(worker.now_ns() - (wake ? 0 : kLateNs));
		worker.iteration();
	}
}

KTSTR_WORK(leaves_cgroup)
{
	if (mkdir("/sys/fs/cgroup/ktstr/twin-left", 0755) < 0 && errno != EEXIST)
		worker.fail("make a cgroup");
	for (;;) {
		worker.burn_us(1000);
		worker.iteration();
	}
}

Scenario isolation_scenario()
{
	return {
		.steps = {{.cgroups = {{.name = "a",
					.cpuset = ExactCpus{"0"},
					.work = {{.type = Custom{"leaves_cpuset"}}}}},
			   .hold = HoldFor{100}}},
	};
}

KTSTR_CASE(twin_isolation) = {
	.name = "twin.isolation",
	.description = "a worker that leaves its cpuset fails the isolation check",
	.needs_scx = false,
	.expect = fails("assert:isolation", "was on a CPU outside its cpuset"),
	.scenario = isolation_scenario(),
};

Scenario wake_p50_scenario()
{
	return {
		.steps = {{.cgroups = {{.name = "a",
					.cpuset = ExactCpus{"0"},
					.work = {{.type = Spin{}}, {.type = TimerLatency{}}}}},
			   /* Enough for twenty samples, each a slice of 20 ms apart. */
			   .hold = HoldFor{600}}},
		.checks = {.wake_p50_us = 1000},
	};
}

KTSTR_CASE(twin_wake_p50) = {
	.name = "twin.wake-p50",
	.description = "a sleeper on a busy CPU without wakeup preemption fails the wake-p50 check",
	.scheduler = {.kind = CaseScheduler::builtin, .program = "ktstr_fifo"},
	.expect = fails("assert:wake-p50", "50 % of the wakes"),
	.scenario = wake_p50_scenario(),
};

Scenario wake_p99_scenario()
{
	return {
		.steps = {{.cgroups = {{.name = "a",
					.work = {{.type = Custom{"sometimes_late"},
						  .workers = 2}}}},
			   .hold = HoldFor{300}}},
		.checks = {.wake_p50_us = 15000, .wake_p99_us = 15000},
	};
}

KTSTR_CASE(twin_wake_p99) = {
	.name = "twin.wake-p99",
	.description =
		"one late wakeup in twenty fails the wake-p99 check but not the wake-p50 check",
	.needs_scx = false,
	.expect = fails("assert:wake-p99", "99 % of the wakes"),
	.scenario = wake_p99_scenario(),
};

Scenario migrations_scenario()
{
	return {
		.steps = {{.cgroups = {{.name = "a", .work = {{.type = AffinityChurn{}}}}},
			   .hold = HoldFor{150}}},
		.checks = {.migrations_per_s = 50},
	};
}

KTSTR_CASE(twin_migrations) = {
	.name = "twin.migrations",
	.description = "a worker that changes its CPU every millisecond fails the migrations check",
	.needs_scx = false,
	.expect = fails("assert:migrations", "AffinityChurn worker 0"),
	.scenario = migrations_scenario(),
};

Scenario imbalance_scenario()
{
	return {
		.steps = {{.cgroups = {{.name = "a",
					.work = {{.type = Spin{},
						  .workers = 4,
						  .affinity = ExactCpus{"0"}}}}},
			   .hold = HoldFor{150}}},
		.checks = {.imbalance_percent = 50},
	};
}

KTSTR_CASE(twin_imbalance) = {
	.name = "twin.imbalance",
	.description = "four busy workers bound to one of two CPUs fail the imbalance check",
	.needs_scx = false,
	.expect = fails("assert:imbalance", "the fullest CPU had"),
	.scenario = imbalance_scenario(),
};

Scenario local_pages_scenario()
{
	return {
		.steps = {{.cgroups = {{.name = "a",
					.cpuset = NodeCpus{0},
					.work = {{.type = CachePressure{},
						  .memory = {MemoryPolicy::Mode::bind, {1}}}}}},
			   .hold = HoldFor{100}}},
		.checks = {.local_pages_percent = 50},
	};
}

KTSTR_CASE(twin_local_pages) = {
	.name = "twin.local-pages",
	.description =
		"a worker whose memory is bound to the other node fails the local-pages check",
	.topology = parse_topology("2:2:2:1").value(),
	.needs_scx = false,
	.expect = fails("assert:local-pages", "pages on its own node"),
	.scenario = local_pages_scenario(),
};

Scenario scheduler_events_scenario()
{
	return {
		.steps = {{.cgroups = {{.name = "a",
					.cpuset = ExactCpus{"0-1"},
					.work = {{.type = TimerLatency{}}}}},
			   .hold = HoldFor{150}}},
		.checks = {.events_per_s = 5},
	};
}

KTSTR_CASE(twin_scheduler_events) = {
	.name = "twin.scheduler-events",
	.description = "a scheduler that selects forbidden CPUs fails the scheduler-events check",
	/* With a single allowed CPU, select_task_rq() does not call ops.select_cpu(). */
	.topology = parse_topology("1:1:3:1").value(),
	.scheduler = {.kind = CaseScheduler::builtin,
		      .program = "ktstr_faulty",
		      .arguments = {"--forbidden-cpu=2"}},
	.expect = fails("assert:scheduler-events", "SCX_EV_SELECT_CPU_FALLBACK"),
	.scenario = scheduler_events_scenario(),
};

Scenario nothing_left_scenario()
{
	return {
		.steps = {{.cgroups = {{.name = "a", .work = {{.type = Custom{"leaves_cgroup"}}}}},
			   .hold = HoldFor{60}}},
	};
}

KTSTR_CASE(twin_nothing_left) = {
	.name = "twin.nothing-left",
	.description = "a cgroup left behind by a worker fails the nothing-left check, which names "
		       "the cgroup",
	.needs_scx = false,
	.expect = fails("assert:nothing-left", "twin-left"),
	.scenario = nothing_left_scenario(),
};

Scenario nothing_left_after_detach_scenario()
{
	return {
		.steps = {{.cgroups = {{.name = "a", .work = {{.type = Spin{}}}}},
			   .hold = HoldFor{60}}},
	};
}

KTSTR_CASE(twin_nothing_left_after_detach) = {
	.name = "twin.nothing-left-after-detach",
	.description =
		"a map that a scheduler left pinned fails the nothing-left-after-detach check",
	.scheduler = {.kind = CaseScheduler::builtin,
		      .program = "ktstr_faulty",
		      .arguments = {"--leave-map"}},
	.expect = fails("assert:nothing-left-after-detach", "(ktstr_counters)"),
	.scenario = nothing_left_after_detach_scenario(),
};

} /* namespace */
} /* namespace ktstr */
