/* SPDX-License-Identifier: GPL-2.0 */
/* Real-time threads beside normal ones, which must still get CPU time. */
#include "harness/scenario/case.h"

namespace ktstr {
namespace {

const CaseScheduler kFifo = {.kind = CaseScheduler::any, .program = "ktstr_fifo"};

/*
 * One real-time thread sleeps while the other runs. The normal thread is left with the 50 ms per
 * second of the fair and the ext deadline server (sched_init_dl_servers()); nothing else throttles
 * real-time threads without CONFIG_RT_GROUP_SCHED.
 */
KTSTR_CASE(realtime_starvation) = {
	.name = "realtime.starvation",
	.description = "a normal thread gets CPU time from the deadline server beside real-time "
		       "threads that hog its CPU",
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
	.description = "a real-time thread wakes promptly, and the busy ones it preempts never "
		       "wait long for the CPU",
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
