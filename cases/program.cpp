/* SPDX-License-Identifier: GPL-2.0 */
/* Host programs that run in the guest, alone or beside workers. */
#include "harness/scenario/case.h"

namespace ktstr {
namespace {

const CaseScheduler kFifo = {.kind = CaseScheduler::any, .program = "ktstr_fifo"};
const CaseScheduler kVtime = {.kind = CaseScheduler::any, .program = "ktstr_vtime"};

const Payload kHackbench = {
	.name = "hackbench",
	.program = "hackbench",
	.arguments = {"-g", "1", "-f", "2", "-l", "20"},
	.output = Payload::Output::lines,
	.metrics = {Metric{.name = "Time", .minimum = 0.0001, .maximum = 20, .unit = "s"}},
};

const Payload kStressNg = {
	.name = "stress-ng",
	.program = "stress-ng",
	.arguments = {"--switch", "2", "--switch-ops", "200", "--metrics-brief"},
};

const Payload kFio = {
	.name = "fio",
	.program = "fio",
	.arguments = {"--name=mix", "--filename=/dev/shm/fio", "--rw=randrw", "--bs=4k",
		      "--size=256k", "--ioengine=psync", "--thread", "--output-format=json"},
	.output = Payload::Output::json,
	.metrics = {Metric{.name = "jobs.0.error", .maximum = 0},
		    Metric{.name = "jobs.0.read.total_ios", .minimum = 1},
		    Metric{.name = "jobs.0.write.total_ios", .minimum = 1}},
};

KTSTR_CASE(program_ends) = {
	.name = "program.ends",
	.description = "a program beside busy workers ends by itself with the expected exit code",
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.steps = {Step{.name = "seq",
				    .cgroups = {CgroupDef{
					    .name = "busy",
					    .work = {WorkSpec{.type = Spin{}, .workers = 2}}}},
				    .ops = {RunPayload{.payload = Payload{.name = "seq",
									  .program = "seq",
									  .arguments = {"1000"}},
						       .cgroup = "busy"},
					    WaitPayload{.name = "seq", .cgroup = "busy"}},
				    .hold = HoldFor{100}}}},
};

KTSTR_CASE(program_killed) = {
	.name = "program.killed",
	.description = "a program that runs for long can be killed, and workers in the runner's "
		       "cgroup keep running",
	.scheduler = kVtime,
	.baseline = true,
	.scenario = {.backdrop = {.ops = {Spawn{.work = WorkSpec{.type = Spin{}, .workers = 2}},
					  RunPayload{.payload = Payload{.name = "sleep",
									.program = "sleep",
									.arguments = {"1000"}}}}},
		     .steps = {Step{.name = "sleep", .hold = HoldFor{200}},
			       Step{.name = "kill",
				    .ops = {KillPayload{.name = "sleep"}},
				    .hold = HoldFor{100}}}},
};

KTSTR_CASE(program_declared_failure) = {
	.name = "program.declared-failure",
	.description = "a program that exits with its declared nonzero code passes",
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.steps = {Step{
			     .name = "cat",
			     .ops = {RunPayload{.payload = Payload{.name = "cat",
								   .program = "cat",
								   .arguments = {"/no/such/file"},
								   .exit_code = 1}},
				     WaitPayload{.name = "cat"}}}}},
};

KTSTR_CASE(program_in_cgroup) = {
	.name = "program.in-cgroup",
	.description =
		"busy workers never wait long for a CPU beside a program in a cgroup of its own",
	.scheduler = kVtime,
	.baseline = true,
	.slow = true,
	.scenario = {.steps = {Step{
			     .name = "run",
			     .cgroups = {CgroupDef{.name = "copy",
						   .payload = Payload{.name = "dd",
								      .program = "dd",
								      .arguments = {"if=/dev/zero",
										    "of=/dev/null",
										    "bs=4k"}}},
					 CgroupDef{.name = "busy",
						   .work = {WorkSpec{.type = Spin{},
								     .workers = 2}}}},
			     .hold = HoldFor{300}}},
		     .checks = {.gap_ms = 300}},
};

KTSTR_CASE(program_hackbench) = {
	.name = "program.hackbench",
	.description = "hackbench ends and reports a time of at most 20 s",
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.steps = {Step{.name = "hackbench",
				    .ops = {RunPayload{.payload = kHackbench},
					    WaitPayload{.name = "hackbench"}}}}},
};

KTSTR_CASE(program_stress_ng) = {
	.name = "program.stress-ng",
	.description = "stress-ng runs its context switch stressors to the end and exits cleanly",
	.scheduler = kVtime,
	.baseline = true,
	.scenario = {.steps = {Step{.name = "stress",
				    .ops = {RunPayload{.payload = kStressNg},
					    WaitPayload{.name = "stress-ng"}}}}},
};

KTSTR_CASE(program_fio) = {
	.name = "program.fio",
	.description = "fio writes and reads a file in memory without an error",
	.scheduler = kFifo,
	.baseline = true,
	.slow = true,
	.scenario = {.steps = {Step{
			     .name = "fio",
			     .ops = {RunPayload{.payload = kFio}, WaitPayload{.name = "fio"}}}}},
};

KTSTR_CASE(program_schbench) = {
	.name = "program.schbench",
	.description = "schbench runs to its end and exits cleanly",
	.scheduler = kVtime,
	.baseline = true,
	.slow = true,
	.scenario = {.steps = {Step{
			     .name = "schbench",
			     .ops = {RunPayload{.payload = Payload{.name = "schbench",
								   .program = "schbench",
								   .arguments = {"-m", "1", "-t",
										 "2", "-r", "1"}}},
				     WaitPayload{.name = "schbench"}}}}},
};

} /* namespace */
} /* namespace ktstr */
