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
	.description = "schbench-like workers are woken promptly by their message thread",
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
	.description = "client and server threads of a taobench-like cache are woken promptly",
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

/* Sleeps until a request is due, then computes for a random time. */
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
	.description = "workers with requests of uneven length are woken promptly",
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
