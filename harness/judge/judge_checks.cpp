/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/judge/judge_checks.h"

#include <set>
#include <string_view>
#include <utility>

#include "harness/judge/measures.h"

namespace ktstr {

namespace {

/*
 * CPU time to enter and leave the freezer. A task counts as frozen before it leaves its CPU
 * (kernel/cgroup/freezer.c, cgroup_enter_frozen()), and where the host then takes that CPU away,
 * the task is charged for it.
 */
constexpr uint64_t kFrozenSlackNs = 5 * 1000 * 1000;
constexpr uint64_t kShortestWindowNs = 50 * 1000 * 1000; /* two SCX_SLICE_DFL and a margin */

using MaybeReport = std::optional<CheckReport>;

/* Judges a flag. The caller sets name and unit. A flag without a judge does not compile. */
template <bool Checks::*flag>
MaybeReport judge(const Measurements &measurements, TimeScale time_scale) = delete;

template <>
MaybeReport judge<&Checks::frozen>(const Measurements &measurements, TimeScale time_scale)
{
	const uint64_t slack_ns = time_scale.of(kFrozenSlackNs);
	std::set<std::pair<uint32_t, uint32_t>> frozen, ran; /* team and number */
	CheckReport report = {.name = "", .status = CheckReport::pass};

	for (const Window &window : measurements.windows) {
		for (const WorkerMeasurement &worker : window.workers) {
			if (!worker.held_back)
				continue;
			frozen.emplace(worker.team, worker.number);
			if (!worker.iterations && worker.cpu_ns <= slack_ns)
				continue;
			if (ran.empty())
				report.detail = window.where + ": " + worker_text(worker) +
						" did " + counted(worker.iterations, "iteration") +
						", in " + in_ms(worker.cpu_ns) +
						" of CPU time, while it was frozen";
			ran.emplace(worker.team, worker.number);
		}
	}
	if (frozen.empty())
		return std::nullopt;
	if (ran.empty()) {
		report.detail = "none of " + counted(frozen.size(), "frozen worker") + " ran";
		return report;
	}
	report.status = CheckReport::fail;
	report.measured = double(ran.size());
	return report;
}

template <>
MaybeReport judge<&Checks::still_attached>(const Measurements &measurements, TimeScale)
{
	bool attached = *measurements.still_attached;

	return CheckReport{.name = "",
			   .status = attached ? CheckReport::pass : CheckReport::fail,
			   .measured = double(attached),
			   .bound = 1,
			   .detail = attached ? "at the end: the scheduler was attached"
					      : "at the end: the scheduler was no longer attached"};
}

template <>
MaybeReport judge<&Checks::nothing_left>(const Measurements &measurements, TimeScale)
{
	constexpr size_t kNamed = 4;
	CheckReport report = {
		.name = "",
		.status = CheckReport::no_data,
		.detail = "after teardown: the guest did not look for leftover cgroups"};

	if (!measurements.left_cgroups)
		return report;
	const std::vector<std::string> &left = *measurements.left_cgroups;
	report.status = left.empty() ? CheckReport::pass : CheckReport::fail;
	report.measured = double(left.size());
	report.detail = "after teardown: " + counted(left.size(), "cgroup") + " left";
	for (size_t i = 0; i < left.size() && i < kNamed; i++)
		report.detail += (i ? ", \"" : ": \"") + left[i] + "\"";
	report.detail += left.size() > kNamed ? ", ..." : "";
	return report;
}

/* Whether the bound is guest time; ratios and rates do not depend on the machine's speed. */
bool is_stretched(std::string_view unit)
{
	return unit == "ms" || unit == "us";
}

/* Visits the fields of Checks. */
class Judge {
public:
	Judge(const Measurements &measurements, TimeScale time_scale)
		: measurements_(measurements), time_scale_(time_scale)
	{}

	template <Bound Checks::*field>
	void operator()(const char *, const Bound &bound, const CheckOf<field> &check)
	{
		if (!bound.value() || !is_asked(check.about))
			return;
		double scale = is_stretched(check.limits.unit) ? time_scale_.percent / 100.0 : 1;
		uint64_t shortest_ns = time_scale_.of(kShortestWindowNs);
		Finding finding = measure<field>(measurements_, shortest_ns, Worst(check.least));
		CheckReport report = {.name = check.name,
				      .status = CheckReport::no_data,
				      .bound = *bound.value() * scale,
				      .unit = check.limits.unit};
		if (finding.measured) {
			bool holds = check.least ? finding.shown >= report.bound
						 : finding.shown <= report.bound;

			report.status = holds ? CheckReport::pass : CheckReport::fail;
			report.measured = *finding.measured;
		}
		report.detail = std::move(finding.detail);
		reports_.push_back(std::move(report));
	}
	template <bool Checks::*field>
	void operator()(const char *, bool asked, const CheckOf<field> &check)
	{
		if (!asked || !is_asked(check.about))
			return;
		MaybeReport report = judge<field>(measurements_, time_scale_);
		if (!report)
			return;
		report->name = check.name;
		report->unit = check.limits.unit;
		reports_.push_back(*std::move(report));
	}
	std::vector<CheckReport> reports() && { return std::move(reports_); }

private:
	bool is_asked(CheckInfo::About about) const
	{
		switch (about) {
		case CheckInfo::workers:
			return !measurements_.no_workers;
		case CheckInfo::scheduler:
			return measurements_.still_attached.has_value();
		case CheckInfo::cgroups:
			break;
		}
		return true;
	}

	const Measurements &measurements_;
	TimeScale time_scale_;
	std::vector<CheckReport> reports_;
};

} /* namespace */

std::vector<CheckReport> judge_checks(const Checks &merged, const Measurements &measurements,
				      TimeScale time_scale)
{
	Judge judge(measurements, time_scale);
	Checks checks = merged;

	describe(judge, checks);
	return std::move(judge).reports();
}

} /* namespace ktstr */
