/* SPDX-License-Identifier: GPL-2.0 */
/* Workers that send packets through the loopback NIC and get them back. */
#include "harness/scenario/case.h"

namespace ktstr {
namespace {

const CaseScheduler kFifo = {.kind = CaseScheduler::any, .program = "ktstr_fifo"};
const CaseScheduler kVtime = {.kind = CaseScheduler::any, .program = "ktstr_vtime"};

KTSTR_CASE(net_traffic) = {
	.name = "net.traffic",
	.description = "a worker that sends bursts of packets gets whole bursts back",
	.scheduler = kFifo,
	.baseline = true,
	.slow = true,
	.scenario = {.steps = {Step{.name = "run",
				    .cgroups = {CgroupDef{
					    .name = "a",
					    .work = {WorkSpec{.type = NetTraffic{.burst = 4}}}}},
				    .hold = HoldFor{300}}}},
};

KTSTR_CASE(net_traffic_beside_busy) = {
	.name = "net.traffic-beside-busy",
	.description = "packets come back beside busy workers, which never wait long for a CPU",
	.scheduler = kVtime,
	.baseline = true,
	.scenario =
		{.steps = {Step{
			 .name = "run",
			 .cgroups = {CgroupDef{.name = "net",
					       .work = {WorkSpec{.type = NetTraffic{.burst = 4}}}},
				     CgroupDef{.name = "busy",
					       .work = {WorkSpec{.type = Spin{}, .workers = 2}}}},
			 .hold = HoldFor{400}}},
		 .checks = {.gap_ms = 80}},
};

} /* namespace */
} /* namespace ktstr */
