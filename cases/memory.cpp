/* SPDX-License-Identifier: GPL-2.0 */
/* Workers that put load on caches and memory. */
#include "harness/scenario/case.h"

namespace ktstr {
namespace {

const CaseScheduler kFifo = {.kind = CaseScheduler::any, .program = "ktstr_fifo"};
const CaseScheduler kVtime = {.kind = CaseScheduler::any, .program = "ktstr_vtime"};

KTSTR_CASE(memory_cache_pressure) = {
	.name = "memory.cache-pressure",
	.description = "workers that dirty a buffer over and over share the CPUs evenly",
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
	.description = "workers that dirty a buffer and yield all make progress",
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
	.description = "two workers that dirty a buffer and answer each other through a pipe are "
		       "woken promptly",
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
	.description =
		"of three workers that fault in pages nonstop none falls far behind in CPU time",
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
	.description = "workers that write more than their memory.high still make progress",
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
