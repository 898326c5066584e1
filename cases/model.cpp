/* SPDX-License-Identifier: GPL-2.0 */
/* Models of whole programs. */
#include "harness/scenario/case.h"
#include "harness/scenario/custom_work.h"

namespace ktstr {
namespace {

const CaseScheduler kFifo = {.kind = CaseScheduler::any, .program = "ktstr_fifo"};
const CaseScheduler kVtime = {.kind = CaseScheduler::any, .program = "ktstr_vtime"};

KTSTR_CASE(model_schbench) = {
	.name = "model.schbench",
	.description = "each thread that a message thread wakes gets to its requests",
	.scheduler = kVtime,
	.baseline = true,
	.scenario = {.steps = {Step{.name = "run",
				    .cgroups = {CgroupDef{
					    .name = "a",
					    .work = {WorkSpec{.type = Schbench{.workers = 3,
									       .cache_kib = 4,
									       .operations = 1}}}}},
				    .hold = HoldFor{300}}},
		     .checks = {.wake_p50_us = 1000}},
};

KTSTR_CASE(model_taobench) = {
	.name = "model.taobench",
	.description =
		"clients of a cache get their answers, from its fast threads or its slow one",
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.steps = {Step{.name = "run",
				    .cgroups = {CgroupDef{
					    .name = "a",
					    .work = {WorkSpec{.type = Taobench{.clients = 2,
									       .fast = 1,
									       .slow = 1}}}}},
				    .hold = HoldFor{300}}},
		     .checks = {.wake_p50_us = 1000}},
};

/* Sleeps, is woken late or in time, and computes for as long as chance has it. */
KTSTR_WORK(uneven_requests)
{
	for (;;) {
		uint64_t due_ns = worker.now_ns() + 1000000;

		worker.sleep_us(1000);
		worker.woke(due_ns);
		worker.burn_us(uint32_t(100 + worker.random(2000)));
		worker.iteration();
	}
}

KTSTR_CASE(model_uneven_requests) = {
	.name = "model.uneven-requests",
	.description = "workers with requests of uneven length are woken in time for each",
	.scheduler = kFifo,
	.baseline = true,
	.slow = true,
	.scenario = {.steps = {Step{.name = "run",
				    .cgroups = {CgroupDef{
					    .name = "a",
					    .work = {WorkSpec{.type = Custom{"uneven_requests"},
							      .workers = 2}}}},
				    .hold = HoldFor{300}}},
		     .checks = {.wake_p50_us = 2500}},
};

} /* namespace */
} /* namespace ktstr */
