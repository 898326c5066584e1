/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Work: what a worker does over and over until it is stopped; one round of it is an iteration.
 * Plain data. A worker is one process and has one thread, unless its type says that it has more;
 * all random choices come from the scenario's seed. Threads of one worker that exchange something
 * are on the CPUs that the worker may run on.
 *
 * Times are guest time as the worker's clock shows it (CLOCK_MONOTONIC), _us microseconds, _ms
 * milliseconds; sizes are KiB where the name ends in _kib. Fields with their bounds and units as
 * text: harness/scenario/work_fields.h.
 */
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace ktstr {

/* CPU time. */

/** Burns CPU, and looks at the clock every @chunk_us. */
struct Spin {
	uint32_t chunk_us = 1000;
};

/** sched_yield(2), nothing else. */
struct Yield {};

/** Burns CPU for @burst_us, then yields. */
struct Mixed {
	uint32_t burst_us = 200;
};

/** A chain of dependent multiplications, which keeps one ALU busy at the lowest IPC there is. */
struct AluHot {
	uint32_t rounds = 100000;
};

/** Two threads, on SMT siblings where the machine has them, that both multiply. */
struct SmtSiblingSpin {
	uint32_t rounds = 100000;
};

/** Phases of independent additions, then of dependent loads in @chase_kib: high and low IPC. */
struct IpcVariance {
	uint32_t high_us = 500;
	uint32_t low_us = 500;
	uint32_t chase_kib = 1024;
};

/** Burns CPU for @busy_ms, sleeps for @sleep_ms. */
struct Bursty {
	uint32_t busy_ms = 10;
	uint32_t sleep_ms = 10;
};

/** Very short bursts and sleeps, so that its CPU enters and leaves idle all the time. */
struct IdleChurn {
	uint32_t busy_us = 50;
	uint32_t sleep_us = 200;
};

/** Phases one after the other; an iteration is all of them. What is written goes to a memfd. */
struct Sequence {
	struct Phase {
		enum class Kind { spin, sleep, yield, write };
		Kind kind = Kind::spin;
		uint32_t us = 1000; /* how long; a yield or a write is repeated for so long */
	};
	std::vector<Phase> phases = {{Phase::Kind::spin, 1000}, {Phase::Kind::sleep, 1000}};
};

/* Scheduling attributes that change. */

/** Burns CPU for @burst_us at each nice value, -20 to 19 (from 0 without CAP_SYS_NICE). */
struct NiceSweep {
	uint32_t burst_us = 1000;
};

/** Burns CPU for @burst_us, then binds itself to another of the CPUs that it may run on. */
struct AffinityChurn {
	uint32_t burst_us = 1000;
};

/** As AffinityChurn, but each worker binds the next one of its team. */
struct CrossAffinityChurn {
	uint32_t burst_us = 1000;
};

/**
 * Burns CPU for @burst_us, then takes the next of NORMAL, BATCH, IDLE, and FIFO and RR at 1
 * (without CAP_SYS_NICE only of the first two).
 */
struct PolicyChurn {
	uint32_t burst_us = 1000;
};

/* Wake-ups. */

/**
 * Pairs of workers pass a message through a pipe, each burning CPU for @burst_us before it answers.
 */
struct PipeIo {
	uint32_t burst_us = 100;
};

/** Two threads wake each other by a futex; @burst_us before each wake-up. */
struct FutexPingPong {
	uint32_t burst_us = 10;
};

/** One thread wakes @waiters at once by a futex, and goes on when all have run. */
struct FutexFanOut {
	uint32_t waiters = 4;
	uint32_t burst_us = 50;
};

/** As FutexFanOut, but each of the woken multiplies matrices that take @cache_kib. */
struct FanOutCompute {
	uint32_t waiters = 4;
	uint32_t cache_kib = 64;
	uint32_t operations = 4;
};

/** @depth threads in a ring, each woken by the one before it, by a pipe or a futex. */
struct WakeChain {
	enum class Wake { futex, pipe };
	uint32_t depth = 4;
	Wake wake = Wake::futex;
	uint32_t burst_us = 50;
};

/** A waker that burns CPU wakes sleepers that hardly run: the load is on one side. */
struct AsymmetricWaker {
	uint32_t sleepers = 3;
	uint32_t waker_burst_us = 500;
	uint32_t sleeper_burst_us = 10;
};

/** Producers write eventfds in bursts, consumers wait for all of them with one epoll. */
struct EpollStorm {
	uint32_t producers = 2;
	uint32_t consumers = 4;
	uint32_t burst = 16; /* events */
};

/** @waiters threads wait on one futex and are all woken at once, every @period_ms. */
struct ThunderingHerd {
	uint32_t waiters = 8;
	uint32_t period_ms = 5;
};

/** @threads take one mutex (a futex), hold it for @hold_us, and work @outside_us between. */
struct MutexContention {
	uint32_t threads = 4;
	uint32_t hold_us = 50;
	uint32_t outside_us = 100;
};

/**
 * Threads of low, middle and high priority; low and high share a mutex, with priority inheritance
 * (FUTEX_LOCK_PI) or without, the middle ones burn CPU.
 */
struct PriorityInversion {
	uint32_t low = 1;
	uint32_t middle = 2;
	uint32_t high = 1;
	uint32_t hold_us = 1000;
	bool inheritance = true;
};

/** More producers than consumers, or the other way round, on a bounded queue. */
struct ProducerConsumerImbalance {
	uint32_t producers = 4;
	uint32_t consumers = 1;
	uint32_t produce_us = 50;
	uint32_t consume_us = 100;
	uint32_t depth = 64; /* of the queue, items */
};

/** Two threads send each other @signals real-time signals an iteration. */
struct SignalStorm {
	uint32_t signals = 8;
	uint32_t burst_us = 50;
};

/** A FIFO thread that runs for @rt_burst_us every @rt_period_us preempts @threads that burn CPU. */
struct PreemptStorm {
	uint32_t threads = 2;
	uint32_t rt_burst_us = 100;
	uint32_t rt_period_us = 1000;
};

/** FIFO threads that hardly ever sleep beside @threads of the worker's own policy. */
struct RtStarvation {
	uint32_t rt_threads = 1;
	uint32_t threads = 1;
	uint32_t rt_priority = 10;
};

/** Sleeps for @period_us with clock_nanosleep(2), and samples how late it woke up. */
struct TimerLatency {
	uint32_t period_us = 1000;
};

/* Memory. */

/** Writes @kib with a stride of @stride bytes. */
struct CachePressure {
	uint32_t kib = 256;
	uint32_t stride = 64;
};

/** As CachePressure, and yields after each round. */
struct CacheYield {
	uint32_t kib = 256;
	uint32_t stride = 64;
};

/** As PipeIo, with a CachePressure in place of the burning. */
struct CachePipe {
	uint32_t kib = 256;
	uint32_t stride = 64;
};

/** Maps @region_kib, touches @touches pages of it, unmaps. */
struct PageFaultChurn {
	uint32_t region_kib = 4096;
	uint32_t touches = 256;
};

/** Moves itself and its pages to the next NUMA node every @period_ms. */
struct NumaMigrationChurn {
	uint32_t period_ms = 50;
	uint32_t region_kib = 1024;
};

/** Walks through @region_kib, whose pages go to another node every @period_ms, CPUs as they are. */
struct NumaWorkingSetSweep {
	uint32_t period_ms = 50;
	uint32_t region_kib = 4096;
};

/* Processes and cgroups. */

/** fork(2), and the child exits; the next one once it is reaped. */
struct ForkExit {};

/** Makes and removes @groups cgroups below its own; @period_ms for each round. */
struct CgroupChurn {
	uint32_t groups = 4;
	uint32_t period_ms = 20;
};

/** Moves itself back and forth between @groups cgroups below its own. */
struct CgroupAttachStorm {
	uint32_t groups = 2;
};

/* Devices. */

/** Writes @kib to the disk and waits until it is there (fdatasync). */
struct IoSyncWrite {
	uint32_t kib = 16;
};

/** Reads blocks of @kib from places all over the disk, past the page cache. */
struct IoRandRead {
	uint32_t kib = 4;
};

/**
 * A sequential write, a random read and an fsync in turn: workers that wait for each other's I/O.
 */
struct IoConvoy {
	uint32_t kib = 16;
};

/** Sends frames through the loopback NIC and receives them: packets and interrupts. */
struct NetTraffic {
	uint32_t frame_bytes = 256;
	uint32_t burst = 8; /* frames on the way at a time */
};

/** Sends one frame and sleeps until the NIC's interrupt wakes it; samples how long that took. */
struct IrqWake {
	uint32_t pause_us = 500;
};

/* Models of whole programs. */

/** A message thread wakes @workers that each do @operations on @cache_kib, as schbench does. */
struct Schbench {
	uint32_t message_threads = 1;
	uint32_t workers = 4; /* for each message thread */
	uint32_t cache_kib = 64;
	uint32_t operations = 2;
	uint32_t think_us = 100;
};

/**
 * Client threads ask a cache by queue, which fast threads answer and slow ones fill, as taobench.
 */
struct Taobench {
	uint32_t clients = 2;
	uint32_t fast = 2;
	uint32_t slow = 1;
	uint32_t hit_percent = 90;
	uint32_t miss_us = 500;
};

/** A function that the case brings, by the name it was registered under (KTSTR_WORK). */
struct Custom {
	std::string name;
};

using WorkTypes = std::variant<
	Spin, Yield, Mixed, AluHot, SmtSiblingSpin, IpcVariance, Bursty, IdleChurn, Sequence,
	NiceSweep, AffinityChurn, CrossAffinityChurn, PolicyChurn, PipeIo, FutexPingPong,
	FutexFanOut, FanOutCompute, WakeChain, AsymmetricWaker, EpollStorm, ThunderingHerd,
	MutexContention, PriorityInversion, ProducerConsumerImbalance, SignalStorm, PreemptStorm,
	RtStarvation, TimerLatency, CachePressure, CacheYield, CachePipe, PageFaultChurn,
	NumaMigrationChurn, NumaWorkingSetSweep, ForkExit, CgroupChurn, CgroupAttachStorm,
	IoSyncWrite, IoRandRead, IoConvoy, NetTraffic, IrqWake, Schbench, Taobench, Custom>;

static_assert(std::variant_size_v<WorkTypes> == 45);

/*
 * Of its own, and not the variant alone, for the constructor, which is not constexpr: g++ 12 tries
 * to make a constant of a variant in an initialiser list, in time and memory that double with each
 * alternative before the one that is meant.
 */
struct Work : WorkTypes {
	Work() = default;
	template <typename T>
		requires(!std::is_same_v<std::decay_t<T>, Work>)
	Work(T &&type) : WorkTypes(std::forward<T>(type))
	{}
};

} /* namespace ktstr */
