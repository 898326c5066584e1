/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Checks: what is asked of a scenario's workers. Plain data; any thread. A bound that is not given
 * comes from the scheduler's, then from the project's (merge_checks()); one that is off is not asked.
 * What was asked and has no data makes the case inconclusive.
 *
 * Bounds are ratios, or guest time in milliseconds stretched with the machine (KSFT_MACHINE_SLOW,
 * emulation, vCPUs that share a CPU).
 */
#pragma once

#include <cstdint>
#include <optional>

namespace ktstr {

/** A number, off, or not given. */
class Bound
{
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

struct Checks {
	Bound starved = {};		/* most workers without an iteration; 0: none may starve */
	Bound spread_percent = {};	/* of CPU time among equal workers of a cgroup: (max-min)/max */
	Bound gap_ms = {};		/* longest time that a runnable worker did not run */
	Bound isolation = {};		/* most samples of a worker on a CPU outside its cpuset */
	Bound iterations_per_s = {};	/* least, of all workers together, per second of CPU time */
	Bound variation_percent = {};	/* of iterations among equal workers: deviation / mean */
	Bound wake_p50_us = {};		/* wake latency */
	Bound wake_p99_us = {};
	Bound run_delay_percent = {};	/* time on a runqueue to time on a CPU, /proc/PID/schedstat */
	Bound migrations_per_s = {};	/* of one worker, per second of CPU time */
	Bound local_pages_percent = {};	/* least, of a worker's pages on its own node */
	Bound imbalance_percent = {};	/* of runnable workers among the CPUs they may use: max to mean */
	Bound events_per_s = {};	/* most of SCX_EV_* together, but for those that are no fault */
	Bound pressure_percent = {};	/* most of cpu.pressure "some" of a cgroup */
	Bound throttled_percent = {};	/* most of a cgroup's periods, of cpu.stat */
	bool still_attached = true;	/* the scheduler is, at the end */
	bool nothing_left = true;	/* no cgroup, and after a detach no BPF object and no ext task */

	bool operator==(const Checks &) const = default;
};

} /* namespace ktstr */
