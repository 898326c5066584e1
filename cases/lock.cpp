/* SPDX-License-Identifier: GPL-2.0 */
/* Threads that wait for each other: a mutex, priorities, a queue. */
#include "harness/scenario/case.h"

namespace ktstr {
namespace {

const CaseScheduler kFifo = {.kind = CaseScheduler::any, .program = "ktstr_fifo"};
const CaseScheduler kVtime = {.kind = CaseScheduler::any, .program = "ktstr_vtime"};

KTSTR_CASE(lock_mutex) = {
	.name = "lock.mutex",
	.description =
		"threads that want one mutex get it in turn, and none holds the others up for long",
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
 * One CPU, so that the middle thread can be in the way: it burns four times what the mutex is held.
 */
KTSTR_CASE(lock_priority_inheritance) = {
	.name = "lock.priority-inheritance",
	.description = "a real-time thread waits for a mutex as long as it is held, and not for "
		       "threads between",
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
	.description = "without inheritance a mutex is held up by threads between, but is handed "
		       "on in the end",
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
	.description = "one consumer that three producers feed is not kept from the CPU by them",
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
	.description = "three consumers that wait for one producer leave it the CPU that it needs",
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
