/* SPDX-License-Identifier: GPL-2.0 */
/* Real-time threads beside others, which they must leave something of the CPU. */
#include "harness/scenario/case.h"

namespace ktstr {
namespace {

const CaseScheduler kFifo = {.kind = CaseScheduler::any, .program = "ktstr_fifo"};

/*
 * One real-time thread sleeps while the other runs. What is left to the worker is the 50 ms of each
 * second that the fair and the ext deadline server have (sched_init_dl_servers()); nothing else
 * throttles real-time threads without CONFIG_RT_GROUP_SCHED.
 */
KTSTR_CASE(realtime_starvation) = {
	.name = "realtime.starvation",
	.description = "beside real-time threads that never leave a CPU a worker still gets its "
		       "share from the deadline server",
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.steps = {Step{
			     .name = "run",
			     .cgroups = {CgroupDef{
				     .name = "a",
				     .cpuset = ExactCpus{"1"},
				     .work = {WorkSpec{.type = RtStarvation{.rt_threads = 2,
									    .threads = 1}}}}},
			     .hold = HoldFor{600}}},
		     .checks = {.iterations_per_s = 8}},
};

KTSTR_CASE(realtime_preempt_storm) = {
	.name = "realtime.preempt-storm",
	.description = "busy threads that a real-time thread preempts all the time get the rest of "
		       "the CPU",
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.steps = {Step{.name = "run",
				    .cgroups = {CgroupDef{
					    .name = "a",
					    .work = {WorkSpec{
						    .type = PreemptStorm{.threads = 2,
									 .rt_burst_us = 200,
									 .rt_period_us = 4000}}}}},
				    .hold = HoldFor{300}}},
		     .checks = {.gap_ms = 75, .wake_p50_us = 2000}},
};

} /* namespace */
} /* namespace ktstr */
