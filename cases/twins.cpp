/* SPDX-License-Identifier: GPL-2.0 */
/* Twins of the checks on busy workers, programs and cgroups (see twins.h). */
#include <sched.h>
#include <sys/resource.h>

#include <cstdio>

#include "cases/twins.h"
#include "harness/scenario/custom_work.h"

namespace ktstr {
namespace {

/* ktstr_faulty holds back the task of this nice value (held_ms). */
constexpr int kHeldNice = 19;

void become_held(CustomWorker &worker)
{
	if (setpriority(PRIO_PROCESS, 0, kHeldNice) < 0)
		worker.fail("setpriority");
}

[[noreturn]] void burn_on(CustomWorker &worker)
{
	for (;;) {
		worker.burn_us(1000);
		worker.iteration();
	}
}

KTSTR_WORK(held_at_once)
{
	become_held(worker);
	sched_yield();
	burn_on(worker);
}

KTSTR_WORK(held_at_work)
{
	become_held(worker);
	burn_on(worker);
}

KTSTR_WORK(thaws_cold)
{
	FILE *freeze = fopen("/sys/fs/cgroup/ktstr/cold/cgroup.freeze", "w");

	bool written = freeze && fputs("0", freeze) >= 0;
	if (!freeze || fclose(freeze) != 0 || !written)
		worker.fail("thaw the other cgroup");
	burn_on(worker);
}

Scenario starved_scenario()
{
	return {
		.steps = {{.cgroups = {{.name = "a",
					.work = {{.type = Custom{"held_at_once"}},
						 {.type = Spin{}, .workers = 3}}}},
			   .hold = HoldFor{100}}},
	};
}

KTSTR_CASE(twin_starved) = {
	.name = "twin.starved",
	.description = "a worker that the scheduler never picks fails the starved check",
	/* Longer than the hold, shorter than the watchdog's timeout. */
	.scheduler = {.kind = CaseScheduler::builtin,
		      .program = "ktstr_faulty",
		      .arguments = {"--held-ms=1600"}},
	.expect = fails("assert:starved", "Custom worker 0"),
	.scenario = starved_scenario(),
};

Scenario gap_scenario()
{
	return {
		.steps = {{.cgroups = {{.name = "a",
					.work = {{.type = Custom{"held_at_work"}},
						 {.type = Spin{}, .workers = 3}}}},
			   .hold = HoldFor{500}}},
		/* Well below the time that the worker is held, which is not stretched. */
		.checks = {.starved = Bound::off(), .gap_ms = 60},
	};
}

KTSTR_CASE(twin_gap) = {
	.name = "twin.gap",
	.description = "a worker that the scheduler keeps waiting fails the gap check",
	.scheduler = {.kind = CaseScheduler::builtin,
		      .program = "ktstr_faulty",
		      .arguments = {"--held-ms=300"}},
	.expect = fails("assert:gap", "though it wanted to"),
	.scenario = gap_scenario(),
};

Scenario spread_scenario()
{
	return {
		.steps = {{.cgroups = {{.name = "a",
					.work = {{.type = Spin{},
						  .workers = 3,
						  .affinity = SingleCpu{}}}}},
			   .hold = HoldFor{200}}},
		.checks = {.spread_percent = 25},
	};
}

KTSTR_CASE(twin_spread) = {
	.name = "twin.spread",
	.description = "three equal workers, two of them on one CPU, fail the spread check",
	.needs_scx = false,
	.expect = fails("assert:spread", "3 Spin workers"),
	.scenario = spread_scenario(),
};

Scenario variation_scenario()
{
	return {
		.steps = {{.cgroups = {{.name = "a",
					.work = {{.type = Spin{},
						  .workers = 3,
						  .affinity = SingleCpu{}}}}},
			   .hold = HoldFor{200}}},
		.checks = {.variation_percent = 20},
	};
}

KTSTR_CASE(twin_variation) = {
	.name = "twin.variation",
	.description = "three equal workers, two of them on one CPU, fail the variation check",
	.needs_scx = false,
	.expect = fails("assert:variation", "iterations on average"),
	.scenario = variation_scenario(),
};

Scenario throughput_scenario()
{
	return {
		.steps = {{.cgroups = {{.name = "a",
					.work = {{.type = Spin{.chunk_us = 10000}, .workers = 2}}}},
			   .hold = HoldFor{100}}},
		.checks = {.iterations_per_s = 300},
	};
}

KTSTR_CASE(twin_throughput) = {
	.name = "twin.throughput",
	.description = "workers with iterations far too long fail the throughput check",
	.needs_scx = false,
	.expect = fails("assert:throughput", "iterations in"),
	.scenario = throughput_scenario(),
};

Scenario run_delay_scenario()
{
	return {
		.steps = {{.cgroups = {{.name = "a",
					.cpuset = ExactCpus{"0"},
					.work = {{.type = Spin{}, .workers = 4}}}},
			   .hold = HoldFor{150}}},
		.checks = {.run_delay_percent = 150},
	};
}

KTSTR_CASE(twin_run_delay) = {
	.name = "twin.run-delay",
	.description = "four busy workers on one CPU fail the run-delay check",
	.needs_scx = false,
	.expect = fails("assert:run-delay", "ms on runqueues"),
	.scenario = run_delay_scenario(),
};

Scenario pressure_scenario()
{
	return {
		.steps = {{.cgroups = {{.name = "a",
					.cpuset = ExactCpus{"0"},
					.work = {{.type = Spin{}, .workers = 4}}}},
			   .hold = HoldFor{150}}},
		.checks = {.pressure_percent = 50},
	};
}

KTSTR_CASE(twin_pressure) = {
	.name = "twin.pressure",
	.description = "a cgroup of four busy workers on one CPU fails the pressure check",
	.needs_scx = false,
	.expect = fails("assert:pressure", "cgroup \"a\""),
	.scenario = pressure_scenario(),
};

Scenario throttled_scenario()
{
	return {
		.steps = {{.cgroups = {{.name = "a", .cpu_max = 0.1, .work = {{.type = Spin{}}}}},
			   .hold = HoldFor{300}}},
		.checks = {.starved = Bound::off(), .throttled_percent = 50},
	};
}

KTSTR_CASE(twin_throttled) = {
	.name = "twin.throttled",
	.description = "a busy worker limited to a tenth of a CPU fails the throttled check",
	.needs_scx = false,
	.expect = fails("assert:throttled", "cgroup \"a\" was throttled in"),
	.scenario = throttled_scenario(),
};

Scenario frozen_scenario()
{
	return {
		.steps = {{.cgroups = {{.name = "cold", .work = {{.type = Spin{}}}},
				       {.name = "other"}},
			   /* By the time it spawns, the executor has seen the cgroup frozen. */
			   .ops = {FreezeCgroup{"cold"},
				   Spawn{.cgroup = "other",
					 .work = {.type = Custom{"thaws_cold"}}}},
			   .hold = HoldFor{200}}},
	};
}

KTSTR_CASE(twin_frozen) = {
	.name = "twin.frozen",
	.description = "a worker thawed behind the executor's back fails the frozen check",
	.needs_scx = false,
	.expect = fails("assert:frozen", "cgroup \"cold\", Spin worker 0"),
	.scenario = frozen_scenario(),
};

Scenario scenario_scenario()
{
	return {.steps = {{.ops = {SteerIrq{.irq = "no-such-irq"}}}}};
}

KTSTR_CASE(twin_scenario) = {
	.name = "twin.scenario",
	.description = "an op that cannot be done in the guest fails the scenario check, which "
		       "names the op",
	.needs_scx = false,
	.expect = fails("assert:scenario", "op 0, SteerIrq"),
	.scenario = scenario_scenario(),
};

Scenario payload_exit_code_scenario()
{
	return {.steps = {
			{.ops = {RunPayload{.payload = {.name = "ends-badly", .program = "false"}},
				 WaitPayload{.name = "ends-badly"}}}}};
}

KTSTR_CASE(twin_payload_exit_code) = {
	.name = "twin.payload-exit-code",
	.description = "a program that exits with the wrong code fails the payload-exit-code check",
	.needs_scx = false,
	.expect = fails("assert:payload-exit-code", "ends-badly"),
	.scenario = payload_exit_code_scenario(),
};

Scenario payload_metric_scenario()
{
	return {.steps = {{.ops = {RunPayload{.payload = {.name = "slow",
							  .program = "echo",
							  .arguments = {"speed 5"},
							  .output = Payload::Output::lines,
							  .metrics = {{.name = "speed",
								       .minimum = 10}}}},
				   WaitPayload{.name = "slow"}}}}};
}

KTSTR_CASE(twin_payload_metric) = {
	.name = "twin.payload-metric",
	.description = "a program whose metric is below its bound fails the payload-metric check",
	.needs_scx = false,
	.expect = fails("assert:payload-metric", "speed, at least 10"),
	.scenario = payload_metric_scenario(),
};

} /* namespace */
} /* namespace ktstr */
