/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Finding: the worst value of a check among all windows, and its place. The measures
 * (harness/judge/measures.h) return it to judge_checks(). Also the common texts for workers and
 * times. Values; pure functions; any thread.
 */
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "harness/scenario/measurement.h"

namespace ktstr {

struct Finding {
	std::optional<double> measured = {}; /* in the bound's unit; nothing: no data */
	double shown = 0;	 /* the value that is certain; it is compared with the bound */
	std::string detail = {}; /* the place; without data: what was missing */
};

/** Keeps the worst of the added values; of equal ones, the first. */
class Worst {
public:
	/** @least: the bound is a minimum, so the smallest value is the worst. */
	explicit Worst(bool least) : least_(least) {}

	/** @detail: a function that returns a string; only called if the value is the worst. */
	template <typename Detail>
	void add(double measured, Detail detail)
	{
		add(measured, measured, detail);
	}
	template <typename Detail>
	void add(double measured, double shown, Detail detail)
	{
		if (!worst_.measured || is_worse(measured, shown))
			worst_ = {measured, shown, detail()};
	}
	/** @missing: the detail if nothing was added. */
	Finding finding(std::string missing) const
	{
		return worst_.measured ? worst_ : Finding{.detail = std::move(missing)};
	}

private:
	bool is_worse(double measured, double shown) const
	{
		if (shown == worst_.shown)
			return least_ ? measured < *worst_.measured : measured > *worst_.measured;
		return least_ ? shown < worst_.shown : shown > worst_.shown;
	}

	bool least_;
	Finding worst_ = {};
};

/** 'cgroup "a"', or "the runner's cgroup". */
std::string cgroup_text(const std::string &name);
/** 'Spin worker 3 (pid 91)'. */
std::string short_text(const WorkerMeasurement &worker);
/** 'cgroup "a", Spin worker 3 (pid 91)'. */
std::string worker_text(const WorkerMeasurement &worker);
/** Three significant digits, but all digits before the point. */
std::string decimal(double value);
/** "12.5 ms". */
std::string in_ms(uint64_t ns);
/** "1 worker", "2 workers". */
std::string counted(uint64_t count, const char *what);

constexpr double kNsPerSecond = 1e9;

/** Nothing if @whole is 0. */
std::optional<double> percent_of(double part, double whole);

} /* namespace ktstr */
