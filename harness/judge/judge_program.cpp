/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/judge/judge_program.h"

#include "harness/judge/metrics.h"

namespace ktstr {

namespace {

std::string range_text(const Metric &metric)
{
	std::string text = metric.minimum ? "at least " + std::to_string(*metric.minimum) : "";

	if (metric.minimum && metric.maximum)
		text += ", ";
	return text + (metric.maximum ? "at most " + std::to_string(*metric.maximum) : "");
}

CheckReport judge_metric(const Payload &payload, const Metric &metric, const ProgramRun &run,
			 const std::string &who)
{
	std::optional<double> value = find_metric(run.output, payload.output, metric.name);
	bool holds = value && (!metric.minimum || *value >= *metric.minimum) &&
		     (!metric.maximum || *value <= *metric.maximum);

	return {.name = "payload-metric",
		.status = !value  ? CheckReport::no_data
			  : holds ? CheckReport::pass
				  : CheckReport::fail,
		.measured = value.value_or(0),
		.bound = metric.minimum.value_or(metric.maximum.value_or(0)),
		.unit = metric.unit.c_str(),
		.detail = who + ": " + metric.name + ", " + range_text(metric)};
}

} /* namespace */

std::vector<CheckReport> judge_program(const Payload &payload, const ProgramRun &run)
{
	std::string who =
		run.where + ": " + payload.name + (run.cgroup.empty() ? "" : " in " + run.cgroup);
	std::vector<CheckReport> reports;

	if (run.exit_code)
		reports.push_back({.name = "payload-exit-code",
				   .status = *run.exit_code == payload.exit_code
						     ? CheckReport::pass
						     : CheckReport::fail,
				   .measured = double(*run.exit_code),
				   .bound = double(payload.exit_code),
				   .detail = who});
	for (const Metric &metric : payload.metrics)
		reports.push_back(judge_metric(payload, metric, run, who));
	return reports;
}

} /* namespace ktstr */
