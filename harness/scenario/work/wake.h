/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Work in which workers or threads wake each other, or are woken by timers. Plain data; see
 * harness/scenario/work.h.
 */
#pragma once

#include <array>
#include <cstdint>
#include <variant>

#include "harness/scenario/limits.h"
#include "harness/scenario/needs.h"
#include "harness/scenario/work/traits.h"

namespace ktstr {

/**
 * Pairs of workers exchange a message by pipes; each burns CPU for @burst_us before it answers.
 */
struct PipeIo {
	static constexpr WorkTraits kTraits = {.in_pairs = true, .pipes = true};

	uint32_t burst_us = 100;
};
KTSTR_FIELDS(PipeIo)
{
	v("burst_us", x.burst_us, kBurstUs);
}

/** Two threads wake each other by a futex; @burst_us before each wake-up. */
struct FutexPingPong {
	uint32_t burst_us = 10;
};
KTSTR_FIELDS(FutexPingPong)
{
	v("burst_us", x.burst_us, kBurstUs);
}

/** One thread wakes @waiters at once by a futex and continues when all have run. */
struct FutexFanOut {
	uint32_t waiters = 4;
	uint32_t burst_us = 50;
};
KTSTR_FIELDS(FutexFanOut)
{
	v("waiters", x.waiters, kThreads);
	v("burst_us", x.burst_us, kBurstUs);
}

/** Like FutexFanOut, but each woken thread multiplies matrices of @cache_kib. */
struct FanOutCompute {
	uint32_t waiters = 4;
	uint32_t cache_kib = 64;
	uint32_t operations = 4;
};
KTSTR_FIELDS(FanOutCompute)
{
	v("waiters", x.waiters, kThreads);
	v("cache_kib", x.cache_kib, kKib);
	v("operations", x.operations, kRounds);
}

/** @depth threads in a ring, each woken by the one before it, by a pipe or a futex. */
struct WakeChain {
	enum class Wake { futex, pipe };
	uint32_t depth = 4;
	Wake wake = Wake::futex;
	uint32_t burst_us = 50;
};
KTSTR_CHOICES(WakeChain::Wake, "futex", "pipe")
KTSTR_FIELDS(WakeChain)
{
	v("depth", x.depth, between(2, 256, "threads"));
	v("wake", x.wake);
	v("burst_us", x.burst_us, kBurstUs);
}

/** A waker that burns CPU wakes sleepers that hardly run: an asymmetric load. */
struct AsymmetricWaker {
	uint32_t sleepers = 3;
	uint32_t waker_burst_us = 500;
	uint32_t sleeper_burst_us = 10;
};
KTSTR_FIELDS(AsymmetricWaker)
{
	v("sleepers", x.sleepers, kThreads);
	v("waker_burst_us", x.waker_burst_us, kBurstUs);
	v("sleeper_burst_us", x.sleeper_burst_us, kBurstUs);
}

/** Producers write eventfds in bursts, consumers wait for all of them with one epoll. */
struct EpollStorm {
	uint32_t producers = 2;
	uint32_t consumers = 4;
	uint32_t burst = 16; /* events */
};
KTSTR_FIELDS(EpollStorm)
{
	v("producers", x.producers, kThreads);
	v("consumers", x.consumers, kThreads);
	v("burst", x.burst, between(1, 4096, "events"));
}

/** @waiters threads wait on one futex and are all woken at once, every @period_ms. */
struct ThunderingHerd {
	uint32_t waiters = 8;
	uint32_t period_ms = 5;
};
KTSTR_FIELDS(ThunderingHerd)
{
	v("waiters", x.waiters, kThreads);
	v("period_ms", x.period_ms, kPeriodMs);
}

/** @threads take one mutex (a futex), hold it for @hold_us and work for @outside_us in between. */
struct MutexContention {
	uint32_t threads = 4;
	uint32_t hold_us = 50;
	uint32_t outside_us = 100;
};
KTSTR_FIELDS(MutexContention)
{
	v("threads", x.threads, kThreads);
	v("hold_us", x.hold_us, kBurstUs);
	v("outside_us", x.outside_us, kBurstUs);
}

/**
 * Threads of low, middle and high priority. Low and high share a mutex, with priority inheritance
 * (FUTEX_LOCK_PI) or without; the middle ones burn CPU.
 */
struct PriorityInversion {
	uint32_t low = 1;
	uint32_t middle = 2;
	uint32_t high = 1;
	uint32_t hold_us = 1000;
	bool inheritance = true;
};
KTSTR_FIELDS(PriorityInversion)
{
	v("low", x.low, kThreads);
	v("middle", x.middle, kThreads);
	v("high", x.high, kThreads);
	v("hold_us", x.hold_us, kBurstUs);
	v("inheritance", x.inheritance);
}

/** Unequal numbers of producers and consumers on a bounded queue. */
struct ProducerConsumerImbalance {
	uint32_t producers = 4;
	uint32_t consumers = 1;
	uint32_t produce_us = 50;
	uint32_t consume_us = 100;
	uint32_t depth = 64; /* of the queue, in items */
};
KTSTR_FIELDS(ProducerConsumerImbalance)
{
	v("producers", x.producers, kThreads);
	v("consumers", x.consumers, kThreads);
	v("produce_us", x.produce_us, kBurstUs);
	v("consume_us", x.consume_us, kBurstUs);
	v("depth", x.depth, between(1, 65536, "items"));
}

/** Two threads send each other @signals real-time signals an iteration. */
struct SignalStorm {
	uint32_t signals = 8;
	uint32_t burst_us = 50;
};
KTSTR_FIELDS(SignalStorm)
{
	v("signals", x.signals, between(1, 1024, "signals"));
	v("burst_us", x.burst_us, kBurstUs);
}

/** A FIFO thread that runs for @rt_burst_us every @rt_period_us preempts @threads that burn CPU. */
struct PreemptStorm {
	uint32_t threads = 2;
	uint32_t rt_burst_us = 100;
	uint32_t rt_period_us = 1000;
};
KTSTR_FIELDS(PreemptStorm)
{
	v("threads", x.threads, kThreads);
	v("rt_burst_us", x.rt_burst_us, kBurstUs);
	v("rt_period_us", x.rt_period_us, kSleepUs);
}

/** FIFO threads that hardly ever sleep beside @threads of the worker's own policy. */
struct RtStarvation {
	uint32_t rt_threads = 1;
	uint32_t threads = 1;
	uint32_t rt_priority = 10;
};
KTSTR_FIELDS(RtStarvation)
{
	v("rt_threads", x.rt_threads, kThreads);
	v("threads", x.threads, kThreads);
	v("rt_priority", x.rt_priority, kPriority);
}

/** Sleeps for @period_us with clock_nanosleep(2) and samples how late it wakes up. */
struct TimerLatency {
	uint32_t period_us = 1000;
};
KTSTR_FIELDS(TimerLatency)
{
	v("period_us", x.period_us, kSleepUs);
}

using WakeWorkTypes = std::variant<PipeIo, FutexPingPong, FutexFanOut, FanOutCompute, WakeChain,
				   AsymmetricWaker, EpollStorm, ThunderingHerd, MutexContention,
				   PriorityInversion, ProducerConsumerImbalance, SignalStorm,
				   PreemptStorm, RtStarvation, TimerLatency>;

} /* namespace ktstr */
