/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Work that is CPU time, and work that changes its own scheduling attributes. Plain data; see
 * harness/scenario/work.h.
 */
#pragma once

#include <array>
#include <cstdint>
#include <variant>
#include <vector>

#include "harness/scenario/limits.h"
#include "harness/scenario/needs.h"
#include "harness/scenario/work/traits.h"

namespace ktstr {

/** Burns CPU and reads the clock every @chunk_us. */
struct Spin {
	uint32_t chunk_us = 1000;
};
KTSTR_FIELDS(Spin)
{
	v("chunk_us", x.chunk_us, kBurstUs);
}

/** Only calls sched_yield(2). */
struct Yield {};
KTSTR_FIELDS(Yield) {}

/** Burns CPU for @burst_us, then yields. */
struct Mixed {
	uint32_t burst_us = 200;
};
KTSTR_FIELDS(Mixed)
{
	v("burst_us", x.burst_us, kBurstUs);
}

/** A chain of dependent multiplications: keeps one ALU busy at very low IPC. */
struct AluHot {
	uint32_t rounds = 100000;
};
KTSTR_FIELDS(AluHot)
{
	v("rounds", x.rounds, kRounds);
}

/** Two threads that both multiply, on SMT siblings if there are any. */
struct SmtSiblingSpin {
	static constexpr WorkTraits kTraits = {.binds_itself = true};

	uint32_t rounds = 100000;
};
KTSTR_FIELDS(SmtSiblingSpin)
{
	v("rounds", x.rounds, kRounds);
}

/** Phases of independent additions, then of dependent loads in @chase_kib: high and low IPC. */
struct IpcVariance {
	uint32_t high_us = 500;
	uint32_t low_us = 500;
	uint32_t chase_kib = 1024;
};
KTSTR_FIELDS(IpcVariance)
{
	v("high_us", x.high_us, kBurstUs);
	v("low_us", x.low_us, kBurstUs);
	v("chase_kib", x.chase_kib, kKib);
}

/** Burns CPU for @busy_ms, sleeps for @sleep_ms. */
struct Bursty {
	uint32_t busy_ms = 10;
	uint32_t sleep_ms = 10;
};
KTSTR_FIELDS(Bursty)
{
	v("busy_ms", x.busy_ms, kPeriodMs);
	v("sleep_ms", x.sleep_ms, kPeriodMs);
}

/** Very short bursts and sleeps, so that its CPU constantly enters and leaves idle. */
struct IdleChurn {
	uint32_t busy_us = 50;
	uint32_t sleep_us = 200;
};
KTSTR_FIELDS(IdleChurn)
{
	v("busy_us", x.busy_us, kBurstUs);
	v("sleep_us", x.sleep_us, kSleepUs);
}

/** A sequence of phases; one iteration is all of them. Writes go to a memfd. */
struct Sequence {
	struct Phase {
		enum class Kind { spin, sleep, yield, write };
		Kind kind = Kind::spin;
		uint32_t us = 1000; /* duration; a yield or a write is repeated this long */
	};
	std::vector<Phase> phases = {{Phase::Kind::spin, 1000}, {Phase::Kind::sleep, 1000}};
};
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

/** Burns CPU for @burst_us at each nice value, -20 to 19 (from 0 without CAP_SYS_NICE). */
struct NiceSweep {
	uint32_t burst_us = 1000;
};
KTSTR_FIELDS(NiceSweep)
{
	v("burst_us", x.burst_us, kBurstUs);
}

/** Burns CPU for @burst_us, then binds itself to another CPU that it may use. */
struct AffinityChurn {
	static constexpr WorkTraits kTraits = {.binds_itself = true};

	uint32_t burst_us = 1000;
};
KTSTR_FIELDS(AffinityChurn)
{
	v("burst_us", x.burst_us, kBurstUs);
}

/** Like AffinityChurn, but each worker binds the next one of its team. */
struct CrossAffinityChurn {
	static constexpr WorkTraits kTraits = {.in_pairs = true, .binds_itself = true};

	uint32_t burst_us = 1000;
};
KTSTR_FIELDS(CrossAffinityChurn)
{
	v("burst_us", x.burst_us, kBurstUs);
}

/**
 * Burns CPU for @burst_us, then switches to the next policy of NORMAL, BATCH, IDLE, and FIFO and RR
 * at priority 1 (without CAP_SYS_NICE, only the first two).
 */
struct PolicyChurn {
	uint32_t burst_us = 1000;
};
KTSTR_FIELDS(PolicyChurn)
{
	v("burst_us", x.burst_us, kBurstUs);
}

using CpuWorkTypes =
	std::variant<Spin, Yield, Mixed, AluHot, SmtSiblingSpin, IpcVariance, Bursty, IdleChurn,
		     Sequence, NiceSweep, AffinityChurn, CrossAffinityChurn, PolicyChurn>;

} /* namespace ktstr */
