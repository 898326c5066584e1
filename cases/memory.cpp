/* SPDX-License-Identifier: GPL-2.0 */
/* Workers that use caches and memory. */
#include "harness/scenario/case.h"

namespace ktstr {
namespace {

const CaseScheduler kFifo = {.kind = CaseScheduler::any, .program = "ktstr_fifo"};
const CaseScheduler kVtime = {.kind = CaseScheduler::any, .program = "ktstr_vtime"};

KTSTR_CASE(memory_cache_pressure) = {
	.name = "memory.cache-pressure",
	.description = "workers that write through the cache share the CPUs evenly",
	.scheduler = kVtime,
	.baseline = true,
	.scenario = {.steps = {Step{.name = "run",
				    .cgroups = {CgroupDef{
					    .name = "a",
					    .work = {WorkSpec{.type = CachePressure{.kib = 64},
							      .workers = 3}}}},
				    .hold = HoldFor{400}}},
		     .checks = {.spread_percent = 40}},
};

KTSTR_CASE(memory_cache_yield) = {
	.name = "memory.cache-yield",
	.description = "workers that write through the cache and yield all go on",
	.scheduler = kVtime,
	.baseline = true,
	.scenario = {.steps = {Step{
			     .name = "run",
			     .cgroups = {CgroupDef{.name = "a",
						   .work = {WorkSpec{.type = CacheYield{.kib = 64},
								     .workers = 3}}}},
			     .hold = HoldFor{200}}}},
};

KTSTR_CASE(memory_cache_pipe) = {
	.name = "memory.cache-pipe",
	.description =
		"two workers that hand over by a pipe what they wrote are woken without delay",
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.steps = {Step{
			     .name = "run",
			     .cgroups = {CgroupDef{.name = "a",
						   .work = {WorkSpec{.type = CachePipe{.kib = 16},
								     .workers = 2}}}},
			     .hold = HoldFor{200}}},
		     .checks = {.wake_p50_us = 500}},
};

KTSTR_CASE(memory_page_faults) = {
	.name = "memory.page-faults",
	.description = "workers that map and touch memory all the time share the CPUs evenly",
	.scheduler = kVtime,
	.baseline = true,
	.scenario = {.steps = {Step{
			     .name = "run",
			     .cgroups = {CgroupDef{
				     .name = "a",
				     .work = {WorkSpec{.type = PageFaultChurn{.region_kib = 256,
									      .touches = 32},
						       .workers = 3}}}},
			     .hold = HoldFor{400}}},
		     .checks = {.spread_percent = 75}},
};

KTSTR_CASE(memory_high) = {
	.name = "memory.high",
	.description =
		"writers whose page cache stays above memory.high are slowed down and not stopped",
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.steps = {Step{
			     .name = "run",
			     .cgroups = {CgroupDef{.name = "a",
						   .memory_high = 2u << 20,
						   .work = {WorkSpec{.type = IoSyncWrite{.kib = 64},
								     .workers = 2}}}},
			     .hold = HoldFor{300}}}},
};

} /* namespace */
} /* namespace ktstr */
