/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Checks: the demands on a scenario's workers. Plain data; any thread. A bound that is not given
 * comes from the scheduler, then from the project (merge_checks()); one that is off is not checked.
 * Each check applies to every window of the scenario (harness/scenario/measurement.h), and the
 * worst window decides. A check without data in any window makes the case inconclusive.
 *
 * Bounds in milliseconds or microseconds are guest time and grow with the machine's time scale
 * (KSFT_MACHINE_SLOW, emulation, vCPUs that share a CPU). Ratios and rates do not.
 *
 * Left out entirely: checks of workers if the scenario starts none, checks of the scheduler
 * (events_per_s, still_attached) if the case wants none, and frozen if no worker was frozen.
 *
 * A window gives a check no data in these cases (and the check has none if no window gives any):
 *   starved		if shorter than 50 ms, stretched, which is enough for two default
 *			sched_ext slices; or if all workers were held back
 *   spread, variation	if shorter than that; without two equal workers in a cgroup, free to run,
 *			with CPU time and iterations between them
 *   gap		if no worker that can see gaps (it burns CPU by the clock) is free to run
 *   isolation		if no worker looked at its CPU
 *   iterations		without CPU time
 *   run_delay		without CPU time of workers that have a schedstat
 *   wake_p50, wake_p99	with fewer than 20 or 300 effective samples: a worker's samples stand for
 *			all its wakes, and unequal weights reduce the effective number
 *   migrations		for workers with less than 10 ms of CPU time
 *   local_pages	for workers without memory of their own
 *   imbalance		with fewer than 5 looks that found runnable workers and at least two CPUs
 *   events		if shorter than 50 ms, stretched
 *   pressure		without cpu.pressure; throttled without a period of cpu.max
 *
 * Wake latency fails only if the lower end of the quantile's 95 % interval is above the bound. The
 * interval comes from order statistics, which assume independent wakes but no distribution. Other
 * checks compare the value itself; some print its standard error for the reader.
 */
#pragma once

#include <cstdint>
#include <optional>

#include "harness/scenario/limits.h"
#include "harness/scenario/needs.h"

namespace ktstr {

/** A number, off, or not given. */
class Bound {
public:
	constexpr Bound() = default;
	constexpr Bound(double value) : state_(State::value), value_(value) {}
	static constexpr Bound off()
	{
		Bound bound;

		bound.state_ = State::off;
		return bound;
	}

	constexpr bool given() const { return state_ != State::absent; }
	constexpr std::optional<double> value() const
	{
		return state_ == State::value ? std::optional(value_) : std::nullopt;
	}
	constexpr bool operator==(const Bound &) const = default;

private:
	enum class State : uint8_t { absent, off, value } state_ = State::absent;
	double value_ = 0;
};

/**
 * imbalance_percent: "most" is the number of runnable workers on the fullest CPU, "best" the lowest
 * possible such number: runnable workers by CPUs, rounded up. The best placement gives 0 if every
 * worker may use all CPUs.
 */
struct Checks {
	Bound starved = {};	   /* max. workers without an iteration and not held back */
	Bound spread_percent = {}; /* of CPU time among equal workers of a cgroup: (max-min)/max */
	Bound gap_ms = {};	   /* longest time that a runnable worker did not run */
	Bound isolation = {};	   /* max. samples of workers on a CPU outside their cpuset */
	Bound iterations_per_s = {};  /* min., of all workers together, per second of CPU time */
	Bound variation_percent = {}; /* of iterations among equal workers: deviation / mean */
	Bound wake_p50_us = {};	      /* wake latency */
	Bound wake_p99_us = {};
	Bound run_delay_percent = {}; /* wait time on runqueues per CPU time, /proc/PID/schedstat */
	Bound migrations_per_s = {};  /* of one worker, per second of its CPU time */
	Bound local_pages_percent = {}; /* min. share of a worker's pages on its own node */
	Bound imbalance_percent = {};	/* mean of (most - best) / best; see above */
	Bound events_per_s = {};	/* all SCX_EV_* except those of harmless_events.h */
	Bound pressure_percent = {};	/* max. cpu.pressure "some" of a cgroup */
	Bound throttled_percent = {};	/* max. share of a cgroup's periods, from cpu.stat */
	bool frozen = true; /* a worker in a frozen cgroup neither iterates nor burns 5 ms */
	bool still_attached = true; /* the scheduler is still attached at the end */
	bool nothing_left = true;   /* no cgroup is left, and no BPF object after a detach */

	bool operator==(const Checks &) const = default;
};

/** Describes a check. Its measure is in harness/judge/measures.h, by the field. */
struct CheckInfo {
	enum About { workers, scheduler, cgroups };

	const char *name = "";		  /* in reports; a failure is assert:<name> */
	About about = workers;		  /* left out if there are none */
	Limits limits = {};		  /* of the bound; the measured value has the same unit */
	bool least = false;		  /* the bound is a minimum, not a maximum */
	Bound project = {};		  /* default bound for every scenario */
	const ConfigNeed *need = nullptr; /* required to measure it */

	constexpr operator const Limits &() const { return limits; }
};

/** The same for visitors that must know the check: @field is a member of Checks. */
template <auto field>
struct CheckOf : CheckInfo {};

#define KTSTR_CHECK(field, ...) v(#field, x.field, CheckOf<&Checks::field>{{__VA_ARGS__}})
KTSTR_FIELDS(Checks)
{
	KTSTR_CHECK(starved, .name = "starved", .about = CheckInfo::workers,
		    .limits = between(0, 4096, "workers"), .project = 0);
	KTSTR_CHECK(spread_percent, .name = "spread", .about = CheckInfo::workers,
		    .limits = kPercent);
	KTSTR_CHECK(gap_ms, .name = "gap", .about = CheckInfo::workers,
		    .limits = between(0, 3600000, "ms"));
	KTSTR_CHECK(isolation, .name = "isolation", .about = CheckInfo::workers,
		    .limits = between(0, 1e9, "samples"), .project = 0);
	KTSTR_CHECK(iterations_per_s, .name = "throughput", .about = CheckInfo::workers,
		    .limits = between(0, 1e12, "1/s"), .least = true);
	KTSTR_CHECK(variation_percent, .name = "variation", .about = CheckInfo::workers,
		    .limits = between(0, 10000, "%"));
	KTSTR_CHECK(wake_p50_us, .name = "wake-p50", .about = CheckInfo::workers,
		    .limits = between(0, 1e9, "us"));
	KTSTR_CHECK(wake_p99_us, .name = "wake-p99", .about = CheckInfo::workers,
		    .limits = between(0, 1e9, "us"));
	KTSTR_CHECK(run_delay_percent, .name = "run-delay", .about = CheckInfo::workers,
		    .limits = between(0, 1e6, "%"), .need = &kSchedInfo);
	KTSTR_CHECK(migrations_per_s, .name = "migrations", .about = CheckInfo::workers,
		    .limits = between(0, 1e9, "1/s"));
	KTSTR_CHECK(local_pages_percent, .name = "local-pages", .about = CheckInfo::workers,
		    .limits = kPercent, .least = true, .need = &kNuma);
	KTSTR_CHECK(imbalance_percent, .name = "imbalance", .about = CheckInfo::workers,
		    .limits = between(0, 1e6, "%"));
	KTSTR_CHECK(events_per_s, .name = "scheduler-events", .about = CheckInfo::scheduler,
		    .limits = between(0, 1e9, "1/s"));
	KTSTR_CHECK(pressure_percent, .name = "pressure", .about = CheckInfo::cgroups,
		    .limits = kPercent, .need = &kPressure);
	KTSTR_CHECK(throttled_percent, .name = "throttled", .about = CheckInfo::cgroups,
		    .limits = kPercent, .need = &kBandwidth);
	KTSTR_CHECK(frozen, .name = "frozen", .about = CheckInfo::workers,
		    .limits = {.unit = "workers"});
	KTSTR_CHECK(still_attached, .name = "still-attached", .about = CheckInfo::scheduler,
		    .limits = {.unit = "schedulers"});
	KTSTR_CHECK(nothing_left, .name = "nothing-left", .about = CheckInfo::cgroups,
		    .limits = {.unit = "cgroups"});
}
#undef KTSTR_CHECK

} /* namespace ktstr */
