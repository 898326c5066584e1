/* SPDX-License-Identifier: GPL-2.0 */
/* Interrupts and their CPU affinity. */
#include "harness/scenario/case.h"

namespace ktstr {
namespace {

const CaseScheduler kFifo = {.kind = CaseScheduler::any, .program = "ktstr_fifo"};
const CaseScheduler kVtime = {.kind = CaseScheduler::any, .program = "ktstr_vtime"};

KTSTR_CASE(irq_wake) = {
	.name = "irq.wake",
	.description = "a worker that sleeps until a packet returns is woken promptly by the NIC's "
		       "interrupt",
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.steps = {Step{.name = "run",
				    .cgroups = {CgroupDef{.name = "a",
							  .work = {WorkSpec{.type = IrqWake{}}}}},
				    .hold = HoldFor{300}}},
		     .checks = {.wake_p50_us = 2000}},
};

/* "virtio1-input.0" is the receive queue of the NIC; queues of virtio-console have no number. */
KTSTR_CASE(irq_steered_under_load) = {
	.name = "irq.steered-under-load",
	.description =
		"network traffic goes on while the NIC's interrupts move between CPUs under load",
	.scheduler = kVtime,
	.baseline = true,
	.scenario = {.backdrop =
			     Backdrop{.cgroups = {CgroupDef{
							  .name = "net",
							  .work = {WorkSpec{
								  .type = NetTraffic{.burst = 4}}}},
						  CgroupDef{.name = "busy",
							    .work = {WorkSpec{.type = Spin{},
									      .workers = 2}}}}},
		     .steps = {Step{.name = "first",
				    .ops = {SteerIrq{"-input.0", 0}},
				    .hold = HoldFor{200}},
			       Step{.name = "other",
				    .ops = {SteerIrq{"-input.0", 1}},
				    .hold = HoldFor{200}}}},
};

} /* namespace */
} /* namespace ktstr */
