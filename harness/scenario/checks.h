/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Checks: what is asked of a scenario's workers. Plain data; any thread. A bound that is not given
 * comes from the scheduler's, then from the project's (merge_checks()); one that is off is not
 * asked. Each is judged in every window of the scenario (harness/scenario/measurement.h), and the
 * worst window decides. What was asked and has no data in any window makes the case inconclusive.
 *
 * Bounds are ratios, or guest time in milliseconds or microseconds stretched with the machine
 * (KSFT_MACHINE_SLOW, emulation, vCPUs that share a CPU). Ratios and rates are not stretched.
 *
 * Not asked at all: what is about workers where the scenario starts none, what
 * is about a scheduler (events_per_s, still_attached) where none was wanted, and frozen where none
 * of the workers was.
 *
 * A window is no data for a check (and the check has none, if all windows are such):
 *   starved		if shorter than 50 ms, stretched: long enough for two of the slices that
 *			sched_ext gives by default; or if all workers were held back
 *   spread, variation	if shorter than that; without two equal workers in a cgroup, free to run,
 *			with CPU time and iterations between them
 *   gap		if no worker sees gaps, as those do that burn CPU by the clock, and is free to run
 *   isolation		if no worker looked at its CPU
 *   iterations		without CPU time; run_delay the same, of workers that have a schedstat
 *   wake_p50, wake_p99	with fewer than 20, or 300, effective samples: a worker's sample of its wakes
 *			stands for all of them, and the more unequal that makes samples, the fewer count
 *   migrations		for workers with less than 10 ms of CPU time
 *   local_pages	for workers without memory of their own
 *   imbalance		with fewer than 5 looks that found runnable workers and two CPUs or more
 *   events		if shorter than 50 ms, stretched
 *   pressure		without cpu.pressure; throttled without a period of cpu.max
 *
 * Wake latency fails only where it is shown to be above the bound: where the lower end of the
 * quantile's 95 % interval is (order statistics, which assume no distribution, but that wakes are
 * independent). The others compare the value itself, and give the standard error for the reader.
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
 * imbalance_percent: "most" is how many runnable workers the fullest CPU has, "best" how many it
 * has to have: their number by that of the CPUs, rounded up. 0 for the best placement there is, as
 * long as each worker may use all of the CPUs.
 */
struct Checks {
	Bound starved = {};	   /* most workers without an iteration and not held back */
	Bound spread_percent = {}; /* of CPU time among equal workers of a cgroup: (max-min)/max */
	Bound gap_ms = {};	   /* longest time that a runnable worker did not run */
	Bound isolation = {};	   /* most samples of workers on a CPU outside their cpuset */
	Bound iterations_per_s = {};  /* least, of all workers together, per second of CPU time */
	Bound variation_percent = {}; /* of iterations among equal workers: deviation / mean */
	Bound wake_p50_us = {};	      /* wake latency */
	Bound wake_p99_us = {};
	Bound run_delay_percent = {}; /* time on a runqueue to time on a CPU, /proc/PID/schedstat */
	Bound migrations_per_s = {};  /* of one worker, per second of its CPU time */
	Bound local_pages_percent = {}; /* least, of a worker's pages on its own node */
	Bound imbalance_percent = {};	/* mean of (most - best) / best; see above */
	Bound events_per_s = {};	/* SCX_EV_* together, but for harmless_events.h */
	Bound pressure_percent = {};	/* most of cpu.pressure "some" of a cgroup */
	Bound throttled_percent = {};	/* most of a cgroup's periods, of cpu.stat */
	bool frozen = true;		/* no worker iterates, or burns 5 ms, while its cgroup is */
	bool still_attached = true;	/* the scheduler is, at the end */
	bool nothing_left = true;	/* no cgroup, and after a detach no BPF object */

	bool operator==(const Checks &) const = default;
};

/** What a check is. Its measure is in harness/judge/measures.h, by the field. */
struct CheckInfo {
	enum About { workers, scheduler, cgroups };

	const char *name = ""; /* in reports, and of a failure: assert:<name> */
	About about = workers; /* not asked where there are none */
	Limits limits = {};    /* of the bound; its unit is that of what is measured, too */
	bool least = false;    /* the bound is the least that is wanted, not the most */
	Bound project = {};    /* asked of every scenario */
	const ConfigNeed *need = nullptr; /* to measure it */

	constexpr operator const Limits &() const { return limits; }
};

/** The same, for visitors that must know which check it is: @field is a member of Checks. */
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
