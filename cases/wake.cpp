/* SPDX-License-Identifier: GPL-2.0 */
/* Wakeup patterns: who wakes whom, how many at once, how far away, and beside what load. */
#include "harness/scenario/case.h"

namespace ktstr {
namespace {

const CaseScheduler kFifo = {.kind = CaseScheduler::any, .program = "ktstr_fifo"};
const CaseScheduler kVtime = {.kind = CaseScheduler::any, .program = "ktstr_vtime"};

KTSTR_CASE(wake_pipe_pair) = {
	.name = "wake.pipe-pair",
	.description = "two workers that answer each other through a pipe are woken promptly",
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.steps = {Step{.name = "run",
				    .cgroups = {CgroupDef{
					    .name = "a",
					    .work = {WorkSpec{.type = PipeIo{}, .workers = 2}}}},
				    .hold = HoldFor{200}}},
		     .checks = {.wake_p50_us = 1500}},
};

KTSTR_CASE(wake_pipe_across_llcs) = {
	.name = "wake.pipe-across-llcs",
	.description = "two workers on different LLCs that answer each other through a pipe are "
		       "woken promptly",
	.topology = parse_topology("1:2:1:1").value(),
	.scheduler = kFifo,
	.baseline = true,
	.slow = true,
	.scenario = {.steps = {Step{
			     .name = "run",
			     .cgroups = {CgroupDef{.name = "a",
						   .work = {WorkSpec{.type = PipeIo{},
								     .workers = 2,
								     .affinity = SingleCpu{}}}}},
			     .hold = HoldFor{200}}},
		     .checks = {.wake_p50_us = 5000}},
};

KTSTR_CASE(wake_pipe_beside_busy) = {
	.name = "wake.pipe-beside-busy",
	.description = "neither pipe partners nor the busy workers beside them wait long for a CPU",
	.scheduler = kVtime,
	.baseline = true,
	.slow = true,
	.scenario =
		{.steps = {Step{
			 .name = "run",
			 .cgroups = {CgroupDef{.name = "pipe",
					       .work = {WorkSpec{.type = PipeIo{}, .workers = 2}}},
				     CgroupDef{.name = "busy",
					       .work = {WorkSpec{.type = Spin{}, .workers = 2}}}},
			 .hold = HoldFor{400}}},
		 .checks = {.gap_ms = 200}},
};

KTSTR_CASE(wake_ping_pong) = {
	.name = "wake.ping-pong",
	.description = "two threads keep waking each other through a futex",
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.steps = {Step{
			     .name = "run",
			     .cgroups = {CgroupDef{
				     .name = "a",
				     .work = {WorkSpec{.type = FutexPingPong{.burst_us = 20}}}}},
			     .hold = HoldFor{200}}},
		     .checks = {.iterations_per_s = 60}},
};

KTSTR_CASE(wake_fan_out) = {
	.name = "wake.fan-out",
	.description = "three threads woken at once by another thread run promptly",
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.steps = {Step{
			     .name = "run",
			     .cgroups = {CgroupDef{
				     .name = "a",
				     .work = {WorkSpec{
					     .type = FutexFanOut{.waiters = 3, .burst_us = 20}}}}},
			     .hold = HoldFor{200}}},
		     .checks = {.wake_p50_us = 1000}},
};

KTSTR_CASE(wake_fan_out_compute) = {
	.name = "wake.fan-out-compute",
	.description = "threads woken at once to compute all finish their part",
	.scheduler = kVtime,
	.baseline = true,
	.scenario = {.steps = {Step{
			     .name = "run",
			     .cgroups = {CgroupDef{
				     .name = "a",
				     .work = {WorkSpec{.type = FanOutCompute{.waiters = 3,
									     .cache_kib = 4,
									     .operations = 1}}}}},
			     .hold = HoldFor{400}}}},
};

KTSTR_CASE(wake_chain_across_llcs) = {
	.name = "wake.chain-across-llcs",
	.description = "a ring of threads on two LLCs keeps passing on its wakeup by futex",
	.topology = parse_topology("1:2:1:1").value(),
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.steps = {Step{.name = "run",
				    .cgroups = {CgroupDef{
					    .name = "a",
					    .work = {WorkSpec{.type = WakeChain{.depth = 3}}}}},
				    .hold = HoldFor{200}}},
		     .checks = {.iterations_per_s = 40}},
};

KTSTR_CASE(wake_chain_of_pipes) = {
	.name = "wake.chain-of-pipes",
	.description = "threads in a ring that pass on a wakeup by pipe are woken promptly",
	.scheduler = kVtime,
	.baseline = true,
	.slow = true,
	.scenario = {.steps = {Step{
			     .name = "run",
			     .cgroups = {CgroupDef{
				     .name = "a",
				     .work = {WorkSpec{
					     .type = WakeChain{.depth = 3,
							       .wake = WakeChain::Wake::pipe}}}}},
			     .hold = HoldFor{200}}},
		     .checks = {.wake_p50_us = 5000}},
};

KTSTR_CASE(wake_one_busy_waker) = {
	.name = "wake.one-busy-waker",
	.description = "a busy thread that keeps waking two others never waits long for a CPU",
	.scheduler = kVtime,
	.baseline = true,
	.scenario = {.steps = {Step{
			     .name = "run",
			     .cgroups = {CgroupDef{
				     .name = "a",
				     .work = {WorkSpec{.type = AsymmetricWaker{.sleepers = 2}}}}},
			     .hold = HoldFor{200}}},
		     .checks = {.gap_ms = 75}},
};

KTSTR_CASE(wake_epoll_storm) = {
	.name = "wake.epoll-storm",
	.description = "consumers on one epoll instance are woken promptly for a producer's bursts "
		       "of events",
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.steps = {Step{.name = "run",
				    .cgroups = {CgroupDef{
					    .name = "a",
					    .work = {WorkSpec{.type = EpollStorm{.producers = 1,
										 .consumers = 2,
										 .burst = 4}}}}},
				    .hold = HoldFor{200}}},
		     .checks = {.wake_p50_us = 500}},
};

KTSTR_CASE(wake_thundering_herd) = {
	.name = "wake.thundering-herd",
	.description = "three threads woken at once from one futex by a timer run promptly",
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.steps = {Step{
			     .name = "run",
			     .cgroups = {CgroupDef{
				     .name = "a",
				     .work = {WorkSpec{.type = ThunderingHerd{.waiters = 3,
									      .period_ms = 10}}}}},
			     .hold = HoldFor{200}}},
		     .checks = {.wake_p50_us = 2000}},
};

KTSTR_CASE(wake_signal_storm) = {
	.name = "wake.signal-storm",
	.description = "two threads that wait for all of each other's signals make progress",
	.scheduler = kVtime,
	.baseline = true,
	.scenario = {.steps = {Step{.name = "run",
				    .cgroups = {CgroupDef{
					    .name = "a",
					    .work = {WorkSpec{.type = SignalStorm{.signals = 4}}}}},
				    .hold = HoldFor{200}}}},
};

KTSTR_CASE(wake_timer) = {
	.name = "wake.timer",
	.description = "timers wake their workers promptly on an idle machine",
	.scheduler = kFifo,
	.baseline = true,
	.scenario = {.steps = {Step{
			     .name = "run",
			     .cgroups = {CgroupDef{
				     .name = "a",
				     .work = {WorkSpec{.type = TimerLatency{.period_us = 2000},
						       .workers = 2}}}},
			     .hold = HoldFor{200}}},
		     .checks = {.wake_p50_us = 1000}},
};

KTSTR_CASE(wake_timer_beside_busy) = {
	.name = "wake.timer-beside-busy",
	.description = "a worker woken by a timer beside busy ones runs within a few time slices",
	.scheduler = kVtime,
	.baseline = true,
	.slow = true,
	.scenario =
		{.steps = {Step{
			 .name = "run",
			 .cgroups = {CgroupDef{.name = "timer",
					       .work = {WorkSpec{
						       .type = TimerLatency{.period_us = 2000}}}},
				     CgroupDef{.name = "busy",
					       .work = {WorkSpec{.type = Spin{}, .workers = 2}}}},
			 .hold = HoldFor{400}}},
		 .checks = {.wake_p50_us = 60000}},
};

} /* namespace */
} /* namespace ktstr */
