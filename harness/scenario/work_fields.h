/* SPDX-License-Identifier: GPL-2.0 */
/* Fields of harness/scenario/work.h with their bounds and units. */
#pragma once

#include <array>

#include "harness/scenario/fields.h"
#include "harness/scenario/work.h"

namespace ktstr {

constexpr Limits kBurstUs = between(1, 1000000, "us");
constexpr Limits kSleepUs = between(1, 10000000, "us");
/* Those above are of what must be able to end the workers (init/priority.h). */
constexpr Limits kPriority = between(1, 97);
constexpr Limits kPeriodMs = between(1, 10000, "ms");
constexpr Limits kThreads = between(1, 256, "threads");
constexpr Limits kKib = between(1, 1 << 20, "KiB");
constexpr Limits kRounds = between(1, 1e9, "rounds");
constexpr Limits kStride = between(1, 1 << 20, "bytes");

KTSTR_FIELDS(Spin)
{
	v("chunk_us", x.chunk_us, kBurstUs);
}
KTSTR_FIELDS(Yield) {}
KTSTR_FIELDS(Mixed)
{
	v("burst_us", x.burst_us, kBurstUs);
}
KTSTR_FIELDS(AluHot)
{
	v("rounds", x.rounds, kRounds);
}
KTSTR_FIELDS(SmtSiblingSpin)
{
	v("rounds", x.rounds, kRounds);
}
KTSTR_FIELDS(IpcVariance)
{
	v("high_us", x.high_us, kBurstUs);
	v("low_us", x.low_us, kBurstUs);
	v("chase_kib", x.chase_kib, kKib);
}
KTSTR_FIELDS(Bursty)
{
	v("busy_ms", x.busy_ms, kPeriodMs);
	v("sleep_ms", x.sleep_ms, kPeriodMs);
}
KTSTR_FIELDS(IdleChurn)
{
	v("busy_us", x.busy_us, kBurstUs);
	v("sleep_us", x.sleep_us, kSleepUs);
}
KTSTR_CHOICES(Sequence::Phase::Kind, "spin", "sleep", "yield", "write")
KTSTR_FIELDS_AS(Sequence::Phase, "Phase")
{
	v("kind", x.kind, required());
	v("us", x.us, kSleepUs);
}
KTSTR_FIELDS(Sequence)
{
	v("phases", x.phases, between(1, 64));
}
KTSTR_FIELDS(NiceSweep)
{
	v("burst_us", x.burst_us, kBurstUs);
}
KTSTR_FIELDS(AffinityChurn)
{
	v("burst_us", x.burst_us, kBurstUs);
}
KTSTR_FIELDS(CrossAffinityChurn)
{
	v("burst_us", x.burst_us, kBurstUs);
}
KTSTR_FIELDS(PolicyChurn)
{
	v("burst_us", x.burst_us, kBurstUs);
}
KTSTR_FIELDS(PipeIo)
{
	v("burst_us", x.burst_us, kBurstUs);
}
KTSTR_FIELDS(FutexPingPong)
{
	v("burst_us", x.burst_us, kBurstUs);
}
KTSTR_FIELDS(FutexFanOut)
{
	v("waiters", x.waiters, kThreads);
	v("burst_us", x.burst_us, kBurstUs);
}
KTSTR_FIELDS(FanOutCompute)
{
	v("waiters", x.waiters, kThreads);
	v("cache_kib", x.cache_kib, kKib);
	v("operations", x.operations, kRounds);
}
KTSTR_CHOICES(WakeChain::Wake, "futex", "pipe")
KTSTR_FIELDS(WakeChain)
{
	v("depth", x.depth, between(2, 256, "threads"));
	v("wake", x.wake);
	v("burst_us", x.burst_us, kBurstUs);
}
KTSTR_FIELDS(AsymmetricWaker)
{
	v("sleepers", x.sleepers, kThreads);
	v("waker_burst_us", x.waker_burst_us, kBurstUs);
	v("sleeper_burst_us", x.sleeper_burst_us, kBurstUs);
}
KTSTR_FIELDS(EpollStorm)
{
	v("producers", x.producers, kThreads);
	v("consumers", x.consumers, kThreads);
	v("burst", x.burst, between(1, 4096, "events"));
}
KTSTR_FIELDS(ThunderingHerd)
{
	v("waiters", x.waiters, kThreads);
	v("period_ms", x.period_ms, kPeriodMs);
}
KTSTR_FIELDS(MutexContention)
{
	v("threads", x.threads, kThreads);
	v("hold_us", x.hold_us, kBurstUs);
	v("outside_us", x.outside_us, kBurstUs);
}
KTSTR_FIELDS(PriorityInversion)
{
	v("low", x.low, kThreads);
	v("middle", x.middle, kThreads);
	v("high", x.high, kThreads);
	v("hold_us", x.hold_us, kBurstUs);
	v("inheritance", x.inheritance);
}
KTSTR_FIELDS(ProducerConsumerImbalance)
{
	v("producers", x.producers, kThreads);
	v("consumers", x.consumers, kThreads);
	v("produce_us", x.produce_us, kBurstUs);
	v("consume_us", x.consume_us, kBurstUs);
	v("depth", x.depth, between(1, 65536, "items"));
}
KTSTR_FIELDS(SignalStorm)
{
	v("signals", x.signals, between(1, 1024, "signals"));
	v("burst_us", x.burst_us, kBurstUs);
}
KTSTR_FIELDS(PreemptStorm)
{
	v("threads", x.threads, kThreads);
	v("rt_burst_us", x.rt_burst_us, kBurstUs);
	v("rt_period_us", x.rt_period_us, kSleepUs);
}
KTSTR_FIELDS(RtStarvation)
{
	v("rt_threads", x.rt_threads, kThreads);
	v("threads", x.threads, kThreads);
	v("rt_priority", x.rt_priority, kPriority);
}
KTSTR_FIELDS(TimerLatency)
{
	v("period_us", x.period_us, kSleepUs);
}
KTSTR_FIELDS(CachePressure)
{
	v("kib", x.kib, kKib);
	v("stride", x.stride, kStride);
}
KTSTR_FIELDS(CacheYield)
{
	v("kib", x.kib, kKib);
	v("stride", x.stride, kStride);
}
KTSTR_FIELDS(CachePipe)
{
	v("kib", x.kib, kKib);
	v("stride", x.stride, kStride);
}
KTSTR_FIELDS(PageFaultChurn)
{
	v("region_kib", x.region_kib, kKib);
	v("touches", x.touches, between(1, 1 << 18, "pages"));
}
KTSTR_FIELDS(NumaMigrationChurn)
{
	v("period_ms", x.period_ms, kPeriodMs);
	v("region_kib", x.region_kib, kKib);
}
KTSTR_FIELDS(NumaWorkingSetSweep)
{
	v("period_ms", x.period_ms, kPeriodMs);
	v("region_kib", x.region_kib, kKib);
}
KTSTR_FIELDS(ForkExit) {}
KTSTR_FIELDS(CgroupChurn)
{
	v("groups", x.groups, between(1, 256, "cgroups"));
	v("period_ms", x.period_ms, kPeriodMs);
}
KTSTR_FIELDS(CgroupAttachStorm)
{
	v("groups", x.groups, between(2, 256, "cgroups"));
}
KTSTR_FIELDS(IoSyncWrite)
{
	v("kib", x.kib, between(1, 16384, "KiB"));
}
KTSTR_FIELDS(IoRandRead)
{
	v("kib", x.kib, between(4, 16384, "KiB"));
}
KTSTR_FIELDS(IoConvoy)
{
	v("kib", x.kib, between(4, 16384, "KiB"));
}
KTSTR_FIELDS(NetTraffic)
{
	v("frame_bytes", x.frame_bytes, between(60, 1514, "bytes"));
	v("burst", x.burst, between(1, 128, "frames"));
}
KTSTR_FIELDS(IrqWake)
{
	v("pause_us", x.pause_us, kSleepUs);
}
KTSTR_FIELDS(Schbench)
{
	v("message_threads", x.message_threads, kThreads);
	v("workers", x.workers, kThreads);
	v("cache_kib", x.cache_kib, kKib);
	v("operations", x.operations, kRounds);
	v("think_us", x.think_us, kSleepUs);
}
KTSTR_FIELDS(Taobench)
{
	v("clients", x.clients, kThreads);
	v("fast", x.fast, kThreads);
	v("slow", x.slow, kThreads);
	v("hit_percent", x.hit_percent, between(0, 100, "%"));
	v("miss_us", x.miss_us, kSleepUs);
}
KTSTR_FIELDS(Custom)
{
	v("name", x.name, required());
}

} /* namespace ktstr */
