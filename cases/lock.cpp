/* SPDX-License-Identifier: GPL-2.0 */
/* Threads that wait for each other at a mutex, across priorities, or at a queue. */
#include "harness/scenario/case.h"

namespace ktstr {
namespace {

const CaseScheduler kFifo = {.kind = CaseScheduler::any, .program = "ktstr_fifo"};
const CaseScheduler kVtime = {.kind = CaseScheduler::any, .program = "ktstr_vtime"};

KTSTR_CASE(lock_mutex) = {
	.name = "lock.mutex",
	.description =
		"none of three threads that contend for one mutex stays off the CPU for long",
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.steps = {Step{
			     .name = "run",
			     .cgroups = {CgroupDef{
				     .name = "a",
				     .work = {WorkSpec{.type = MutexContention{.threads = 3}}}}},
			     .hold = HoldFor{200}}},
		     .checks = {.gap_ms = 60}},
};

/*
 * On one CPU the middle thread gets in the way: it burns four times as long as the mutex is held.
 */
KTSTR_CASE(lock_priority_inheritance) = {
	.name = "lock.priority-inheritance",
	.description = "with priority inheritance a real-time thread waits for a mutex hardly "
		       "longer than it is held",
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.steps = {Step{.name = "run",
				    .cgroups = {CgroupDef{
					    .name = "a",
					    .cpuset = ExactCpus{"1"},
					    .work = {WorkSpec{
						    .type = PriorityInversion{.middle = 1,
									      .hold_us = 5000}}}}},
				    .hold = HoldFor{400}}},
		     .checks = {.wake_p50_us = 6000}},
};

KTSTR_CASE(lock_priority_inversion) = {
	.name = "lock.priority-inversion",
	.description =
		"without priority inheritance a real-time thread still gets the mutex in the end",
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.steps = {Step{
			     .name = "run",
			     .cgroups = {CgroupDef{
				     .name = "a",
				     .cpuset = ExactCpus{"1"},
				     .work = {WorkSpec{
					     .type = PriorityInversion{.middle = 1,
								       .hold_us = 2000,
								       .inheritance = false}}}}},
			     .hold = HoldFor{200}}}},
};

KTSTR_CASE(lock_many_producers) = {
	.name = "lock.many-producers",
	.description = "no thread of three producers and one consumer on a queue stays off the CPU "
		       "for long",
	.scheduler = kVtime,
	.baseline = true,
	.slow = true,
	.scenario = {.steps = {Step{
			     .name = "run",
			     .cgroups = {CgroupDef{
				     .name = "a",
				     .work = {WorkSpec{
					     .type = ProducerConsumerImbalance{.producers = 3,
									       .consumers = 1}}}}},
			     .hold = HoldFor{200}}},
		     .checks = {.gap_ms = 60}},
};

KTSTR_CASE(lock_many_consumers) = {
	.name = "lock.many-consumers",
	.description = "no thread of one producer and three consumers on a queue stays off the CPU "
		       "for long",
	.scheduler = kVtime,
	.baseline = true,
	.scenario = {.steps = {Step{
			     .name = "run",
			     .cgroups = {CgroupDef{
				     .name = "a",
				     .work = {WorkSpec{
					     .type = ProducerConsumerImbalance{.producers = 1,
									       .consumers = 3}}}}},
			     .hold = HoldFor{200}}},
		     .checks = {.gap_ms = 60}},
};

} /* namespace */
} /* namespace ktstr */
