/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/judge/judge_checks.h"

#include <cstdio>
#include <cstdlib>
#include <set>
#include <string_view>
#include <utility>

#include "harness/judge/measures.h"
#include "harness/scenario/scenario_fields.h"

namespace ktstr {

namespace {

constexpr uint64_t kFrozenSlackNs =
	5 * 1000 * 1000; /* of CPU time, for the way into the freezer and back */
constexpr uint64_t kShortestWindowNs = 50 * 1000 * 1000; /* two of SCX_SLICE_DFL, and some more */

enum class About { workers, scheduler, cgroups };

struct BoundCheck {
	std::string_view field; /* of Checks */
	const char *name;
	About about;
	Measure *measure;
};

constexpr BoundCheck kBoundChecks[] = {
	{"starved", "starved", About::workers, measure_starved},
	{"spread_percent", "spread", About::workers, measure_spread},
	{"gap_ms", "gap", About::workers, measure_gap},
	{"isolation", "isolation", About::workers, measure_isolation},
	{"iterations_per_s", "throughput", About::workers, measure_throughput},
	{"variation_percent", "variation", About::workers, measure_variation},
	{"wake_p50_us", "wake-p50", About::workers, measure_wake_p50},
	{"wake_p99_us", "wake-p99", About::workers, measure_wake_p99},
	{"run_delay_percent", "run-delay", About::workers, measure_run_delay},
	{"migrations_per_s", "migrations", About::workers, measure_migrations},
	{"local_pages_percent", "local-pages", About::workers, measure_local_pages},
	{"imbalance_percent", "imbalance", About::workers, measure_imbalance},
	{"events_per_s", "scheduler-events", About::scheduler, measure_events},
	{"pressure_percent", "pressure", About::cgroups, measure_pressure},
	{"throttled_percent", "throttled", About::cgroups, measure_throttled},
};

using MaybeReport = std::optional<CheckReport>;

MaybeReport judge_frozen(const Measurements &measurements)
{
	std::set<std::pair<uint32_t, uint32_t>> frozen, ran; /* team and number */
	CheckReport report = {.name = "frozen", .status = CheckReport::pass, .unit = "workers"};

	for (const Window &window : measurements.windows) {
		for (const WorkerMeasurement &worker : window.workers) {
			if (!worker.held_back)
				continue;
			frozen.emplace(worker.team, worker.number);
			if (!worker.iterations && worker.cpu_ns <= kFrozenSlackNs)
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
		report.detail =
			"of " + counted(frozen.size(), "worker") + " none ran while it was frozen";
		return report;
	}
	report.status = CheckReport::fail;
	report.measured = double(ran.size());
	return report;
}

MaybeReport judge_still_attached(const Measurements &measurements)
{
	if (!measurements.still_attached)
		return std::nullopt;
	bool attached = *measurements.still_attached;
	return CheckReport{
		.name = "still-attached",
		.status = attached ? CheckReport::pass : CheckReport::fail,
		.measured = double(attached),
		.bound = 1,
		.unit = "schedulers",
		.detail = attached ? "at the end: the scheduler was attached"
				   : "at the end: the scheduler was not attached any more"};
}

MaybeReport judge_nothing_left(const Measurements &measurements)
{
	constexpr size_t kNamed = 4;
	CheckReport report = {.name = "nothing-left",
			      .status = CheckReport::no_data,
			      .unit = "cgroups",
			      .detail =
				      "after teardown: nobody looked for cgroups of the scenario"};

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

struct FlagCheck {
	std::string_view field;
	MaybeReport (*judge)(const Measurements &);
};

constexpr FlagCheck kFlagChecks[] = {
	{"frozen", judge_frozen},
	{"still_attached", judge_still_attached},
	{"nothing_left", judge_nothing_left},
};

/* A field of Checks that nothing judges would be a check that cannot fail. */
template <typename Table>
const auto &entry_of(const Table &table, std::string_view field)
{
	for (const auto &entry : table) {
		if (entry.field == field)
			return entry;
	}
	fprintf(stderr, "judge_checks: no check for field %.*s\n", int(field.size()), field.data());
	abort();
}

/* Of guest time; ratios and rates do not grow with the machine's slowness. */
bool is_stretched(std::string_view unit)
{
	return unit == "ms" || unit == "us";
}

/* Visits the fields of Checks. */
class Judge {
public:
	Judge(const Measurements &measurements, uint32_t time_scale_percent)
		: measurements_(measurements), time_scale_percent_(time_scale_percent)
	{}

	void operator()(const char *field, const Bound &bound, const Limits &limits = {})
	{
		const BoundCheck &check = entry_of(kBoundChecks, field);

		if (!bound.value() || !is_asked(check.about))
			return;
		double scale = is_stretched(limits.unit) ? time_scale_percent_ / 100.0 : 1;
		uint64_t shortest_ns = kShortestWindowNs * time_scale_percent_ / 100;
		Finding finding = check.measure(measurements_, shortest_ns);
		CheckReport report = {.name = check.name,
				      .status = CheckReport::no_data,
				      .bound = *bound.value() * scale,
				      .unit = limits.unit};
		if (finding.measured) {
			bool holds = finding.least ? finding.shown >= report.bound
						   : finding.shown <= report.bound;

			report.status = holds ? CheckReport::pass : CheckReport::fail;
			report.measured = *finding.measured;
		}
		report.detail = std::move(finding.detail);
		reports_.push_back(std::move(report));
	}
	void operator()(const char *field, bool &asked, const Limits & = {})
	{
		const FlagCheck &check = entry_of(kFlagChecks, field);
		MaybeReport report = asked ? check.judge(measurements_) : std::nullopt;

		if (report)
			reports_.push_back(*std::move(report));
	}
	std::vector<CheckReport> reports() && { return std::move(reports_); }

private:
	bool is_asked(About about) const
	{
		switch (about) {
		case About::workers:
			return !measurements_.no_workers;
		case About::scheduler:
			return measurements_.still_attached.has_value();
		case About::cgroups:
			break;
		}
		return true;
	}

	const Measurements &measurements_;
	uint32_t time_scale_percent_;
	std::vector<CheckReport> reports_;
};

} /* namespace */

bool is_about_workers(std::string_view field)
{
	return entry_of(kBoundChecks, field).about == About::workers;
}

std::vector<CheckReport> judge_checks(const Checks &merged, const Measurements &measurements,
				      uint32_t time_scale_percent)
{
	Judge judge(measurements, time_scale_percent);
	Checks checks = merged;

	describe(judge, checks);
	return std::move(judge).reports();
}

} /* namespace ktstr */
