/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/verdict/judge_scenario.h"

#include <algorithm>
#include <iterator>

#include "harness/judge/judge_checks.h"
#include "harness/judge/judge_program.h"
#include "harness/scenario/rules/merge_checks.h"
#include "harness/scenario/rules/scenario_parts.h"

namespace ktstr {

namespace {

constexpr CheckStatus status_of(CheckReport::Status status)
{
	switch (status) {
	case CheckReport::pass:
		return CheckStatus::pass;
	case CheckReport::fail:
		return CheckStatus::fail;
	case CheckReport::no_data:
		break;
	}
	return CheckStatus::no_data;
}

void add(std::vector<CheckEvidence> *checks, const std::vector<CheckReport> &reports)
{
	for (const CheckReport &report : reports)
		checks->push_back({status_of(report.status), report.name, report.detail,
				   report.measured, report.bound, report.unit});
}

/* The guest's own check of the ops; absent: it reported none. */
std::optional<CheckStatus> ops_status(const Evidence &evidence)
{
	for (const CheckEvidence &check : evidence.checks) {
		if (check.name == kScenarioCheck)
			return check.status;
	}
	return std::nullopt;
}

/* Every op runs at least once, and each program is reported where it ends. */
bool has_run(const Measurements &measurements, size_t payload)
{
	return std::any_of(measurements.programs.begin(), measurements.programs.end(),
			   [payload](const ProgramRun &run) { return run.payload == payload; });
}

/* Why the measurements cannot be judged; empty: they can be. */
std::string what_is_missing(const Evidence &evidence, const ScenarioCase &scenario)
{
	const Measurements &measurements = evidence.measured.measurements();
	std::optional<CheckStatus> ops = ops_status(evidence);
	size_t windows = measurements.windows.size();
	size_t wanted = window_count(scenario.scenario);

	if (!evidence.measured.complete())
		return "measurements: " + evidence.measured.error();
	if (!ops)
		return "the guest did not report whether all ops succeeded";
	if (*ops == CheckStatus::pass && windows != wanted)
		return "the guest measured " + std::to_string(windows) + " windows of " +
		       std::to_string(wanted);
	if (*ops == CheckStatus::pass) {
		for (size_t number = 0; number < payloads_of(scenario.scenario).size(); number++) {
			if (!has_run(measurements, number))
				return "the guest did not report program " + std::to_string(number);
		}
	}
	if (scenario.scheduler.kind != ScenarioScheduler::Kind::none &&
	    !measurements.still_attached)
		return "the guest did not report whether the scheduler is attached";
	return {};
}

} /* namespace */

void judge_scenario(Evidence *evidence, const ScenarioCase &scenario, TimeScale time_scale)
{
	std::vector<Payload> payloads = payloads_of(scenario.scenario);
	Measurements measurements = evidence->measured.measurements();
	std::string missing = what_is_missing(*evidence, scenario);
	std::vector<CheckEvidence> first, last;

	for (const ProgramRun &run : measurements.programs) {
		if (run.payload < payloads.size())
			add(&first, judge_program(payloads[run.payload], run));
		else if (missing.empty())
			missing = "a program that the scenario does not have";
	}
	if (missing.empty()) {
		Checks checks = merge_checks(project_checks(), scenario.scheduler.checks,
					     scenario.scenario.checks);

		measurements.no_workers = !starts_workers(scenario.scenario);
		add(&last, judge_checks(checks, measurements, time_scale));
	} else if (evidence->result && evidence->skip.empty()) {
		last.push_back({CheckStatus::no_data, "measurements", missing, 0, 0, ""});
	}
	std::vector<CheckEvidence> &all = evidence->checks;
	size_t end = std::min(evidence->checks_before_end, all.size());
	all.insert(all.begin() + ptrdiff_t(end), std::make_move_iterator(last.begin()),
		   std::make_move_iterator(last.end()));
	all.insert(all.begin(), std::make_move_iterator(first.begin()),
		   std::make_move_iterator(first.end()));
}

} /* namespace ktstr */
