/* SPDX-License-Identifier: GPL-2.0 */
/* Steady load: fewer busy workers than CPUs, as many, or more. */
#include "harness/scenario/case.h"

namespace ktstr {
namespace {

const CaseScheduler kFifo = {.kind = CaseScheduler::any, .program = "ktstr_fifo"};
const CaseScheduler kVtime = {.kind = CaseScheduler::any, .program = "ktstr_vtime"};
const Topology kTwoCpus = parse_topology("1:1:2:1").value();
const Topology kTwoLlcs = parse_topology("1:2:2:1").value();
const Topology kSmt = parse_topology("1:1:2:2").value();

KTSTR_CASE(steady_two_groups) = {
	.name = "steady.two-groups",
	.description = "two groups of busy workers, each on its own LLC, share it evenly and never "
		       "wait long for a CPU",
	.topology = kTwoLlcs,
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.steps = {{.name = "spin",
				.cgroups = {{.name = "a",
					     .cpuset = LlcCpus{0},
					     .work = {{.type = Spin{}, .workers = 2}}},
					    {.name = "b",
					     .cpuset = LlcCpus{1},
					     .work = {{.type = Spin{}, .workers = 2}}}},
				.hold = HoldFor{300}}},
		     .checks = {.spread_percent = 40, .gap_ms = 75}},
};

KTSTR_CASE(steady_undersubscribed) = {
	.name = "steady.undersubscribed",
	.description = "a busy worker with a CPU to spare waits at most half as long as it runs",
	.topology = kTwoCpus,
	.scheduler = kFifo,
	.baseline = true,
	.slow = true,
	.scenario = {.steps = {{.name = "one worker",
				.cgroups = {{.name = "a",
					     .work = {{.type = AluHot{.rounds = 2000}}}}},
				.hold = HoldFor{200}}},
		     .checks = {.run_delay_percent = 50, .pressure_percent = 40}},
};

KTSTR_CASE(steady_one_per_cpu) = {
	.name = "steady.one-per-cpu",
	.description =
		"busy workers bound to a CPU each never migrate, and run longer than they wait",
	.topology = kTwoCpus,
	.scheduler = kVtime,
	.baseline = true,
	.slow = true,
	.scenario = {.steps = {{.name = "bound",
				.cgroups = {{.name = "a",
					     .work = {{.type = Spin{},
						       .percent = 100,
						       .affinity = SingleCpu{}}}}},
				.hold = HoldFor{200}}},
		     .checks = {.run_delay_percent = 75, .migrations_per_s = 0}},
};

KTSTR_CASE(steady_oversubscribed) = {
	.name = "steady.oversubscribed",
	.description = "three busy workers per CPU get comparable shares of CPU time",
	.topology = kTwoCpus,
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.steps = {{.name = "spin",
				.cgroups = {{.name = "a",
					     .work = {{.type = Spin{}, .percent = 300}}}},
				.hold = HoldFor{400}}},
		     .checks = {.spread_percent = 50}},
};

KTSTR_CASE(steady_one_llc_idle) = {
	.name = "steady.one-llc-idle",
	.description = "workers keep to the LLC of their cpuset while the other LLC idles",
	.topology = kTwoLlcs,
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.steps = {{.name = "one LLC",
				.cgroups = {{.name = "a",
					     .cpuset = LlcCpus{1},
					     .work = {{.type = Mixed{}, .percent = 150}}}},
				.hold = HoldFor{200}}}},
};

KTSTR_CASE(steady_mixed_types) = {
	.name = "steady.mixed-types",
	.description = "workers that burn, yield, sleep and write all make progress side by side",
	.topology = kTwoCpus,
	.scheduler = kVtime,
	.baseline = true,
	.scenario = {.steps = {{.name = "mix",
				.cgroups = {{.name = "a",
					     .work = {{.type = Mixed{}},
						      {.type = Yield{}},
						      {.type = Bursty{5, 5}}}},
					    {.name = "b",
					     .work = {{.type = Sequence{}},
						      {.type = IdleChurn{}}}}},
				.hold = HoldFor{400}}}},
};

KTSTR_CASE(steady_changing_ipc) = {
	.name = "steady.changing-ipc",
	.description = "workers that alternate between high and low IPC share one CPU evenly",
	.topology = kTwoCpus,
	.scheduler = kVtime,
	.baseline = true,
	.scenario = {.steps = {{.name = "phases",
				.cgroups = {{.name = "a",
					     .cpuset = ExactCpus{"1"},

					     .work = {{.type = IpcVariance{.chase_kib = 64},
						       .workers = 2}}}},
				.hold = HoldFor{400}}},
		     .checks = {.spread_percent = 40}},
};

KTSTR_CASE(steady_smt_siblings) = {
	.name = "steady.smt-siblings",
	.description = "workers that multiply on both SMT siblings of a core make progress",
	.topology = kSmt,
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.steps = {{.name = "siblings",
				.cgroups = {{.name = "a",
					     .work = {{.type = SmtSiblingSpin{.rounds = 2000},
						       .workers = 2}}}},
				.hold = HoldFor{200}}}},
};

/* ktstr_vtime has no cgroup callbacks, so cpu.weight counts only under EEVDF. */
KTSTR_CASE(steady_weights) = {
	.name = "steady.weights",
	.description = "light and heavy cgroups on one CPU both progress, and no worker falls far "
		       "behind an equal one",
	.topology = kTwoCpus,
	.scheduler = kVtime,
	.baseline = true,
	.scenario = {.steps = {{.name = "weights",
				.cgroups = {{.name = "light",
					     .cpuset = ExactCpus{"0"},
					     .cpu_weight = 50,
					     .work = {{.type = Spin{}, .workers = 2}}},
					    {.name = "heavy",
					     .cpuset = ExactCpus{"0"},
					     .cpu_weight = 200,
					     .work = {{.type = Spin{}, .workers = 2}}}},
				.hold = HoldFor{600}}},
		     .checks = {.spread_percent = 80}},
};

} /* namespace */
} /* namespace ktstr */
