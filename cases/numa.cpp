/* SPDX-License-Identifier: GPL-2.0 */
/* Workers and their memory on two NUMA nodes. */
#include "harness/scenario/case.h"

namespace ktstr {
namespace {

const CaseScheduler kFifo = {.kind = CaseScheduler::any, .program = "ktstr_fifo"};
const CaseScheduler kVtime = {.kind = CaseScheduler::any, .program = "ktstr_vtime"};
const MemoryPolicy kOnNode1 = {.mode = MemoryPolicy::Mode::bind, .nodes = {1}};

KTSTR_CASE(numa_migration) = {
	.name = "numa.migration",
	.description = "workers that move with their pages from node to node all make progress",
	.topology = parse_topology("2:2:2:1").value(),
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.steps = {Step{.name = "run",
				    .cgroups = {CgroupDef{
					    .name = "a",
					    .work = {WorkSpec{
						    .type = NumaMigrationChurn{.period_ms = 20,
									       .region_kib = 256},
						    .workers = 2}}}},
				    .hold = HoldFor{300}}}},
};

KTSTR_CASE(numa_working_set) = {
	.name = "numa.working-set",
	.description = "workers whose pages move between nodes under them all make progress",
	.topology = parse_topology("2:2:2:1").value(),
	.scheduler = kVtime,
	.baseline = true,
	.scenario = {.steps = {Step{.name = "run",
				    .cgroups = {CgroupDef{
					    .name = "a",
					    .work = {WorkSpec{
						    .type = NumaWorkingSetSweep{.period_ms = 20,
										.region_kib = 256},
						    .workers = 2}}}},
				    .hold = HoldFor{300}}}},
};

KTSTR_CASE(numa_local) = {
	.name = "numa.local",
	.description = "workers confined to one node have nearly all of their memory there",
	.topology = parse_topology("2:2:2:1").value(),
	.scheduler = kFifo,
	.baseline = true,
	.slow = true,
	.scenario = {.steps = {Step{
			     .name = "run",
			     .cgroups = {CgroupDef{.name = "a",
						   .cpuset = NodeCpus{0},
						   .work = {WorkSpec{
							   .type = CachePressure{.kib = 256},
							   .memory = {.mode = MemoryPolicy::Mode::
									      local}}}},
					 CgroupDef{.name = "b",
						   .cpuset = NodeCpus{1},
						   .work = {WorkSpec{.type =
									     CachePressure{
										     .kib = 256},
								     .memory = kOnNode1}}}},
			     .hold = HoldFor{200}}},
		     .checks = {.local_pages_percent = 90}},
};

KTSTR_CASE(numa_interleave) = {
	.name = "numa.interleave",
	.description =
		"workers with interleaved memory have a good part of it on the node they run on",
	.topology = parse_topology("2:2:2:1").value(),
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.steps = {Step{
			     .name = "run",
			     .cgroups = {CgroupDef{
				     .name = "a",
				     .work = {WorkSpec{
					     .type = CachePressure{.kib = 512},
					     .workers = 2,
					     .memory = {.mode = MemoryPolicy::Mode::interleave,
							.nodes = {0, 1}}}}}},
			     .hold = HoldFor{200}}},
		     .checks = {.local_pages_percent = 40}},
};

} /* namespace */
} /* namespace ktstr */
