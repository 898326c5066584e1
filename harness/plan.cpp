/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/plan.h"

#include <algorithm>

#include "harness/files.h"
#include "harness/scenario/build_features.h"
#include "harness/text.h"

namespace ktstr {

namespace {

bool wanted(const Case &test, const Options &options)
{
	if (!options.scheduler.empty() && test.scheduler.kind != CaseScheduler::any)
		return false;
	if (options.globs.empty())
		return true;
	return std::any_of(options.globs.begin(), options.globs.end(),
			   [&test](const std::string &glob) { return glob_match(glob, test.name); });
}

bool needs_built_programs(const PlannedCase &planned, bool other_scheduler)
{
	CaseScheduler::Kind kind = planned.test->scheduler.kind;

	return kind == CaseScheduler::builtin || (kind == CaseScheduler::any && !other_scheduler);
}

std::string pad(std::string text, size_t width)
{
	if (text.size() < width)
		text.resize(width, ' ');
	return text;
}

} /* namespace */

std::string scheduler_text(const CaseScheduler &scheduler)
{
	switch (scheduler.kind) {
	case CaseScheduler::none:
		return "none";
	case CaseScheduler::any:
		return std::string("any(") + scheduler.program + ")";
	case CaseScheduler::builtin:
	case CaseScheduler::tree:
		break;
	}
	return scheduler.program;
}

Result<std::vector<PlannedCase>> make_plan(const std::vector<const Case *> &cases,
					   const Options &options)
{
	std::vector<PlannedCase> plan;

	for (const std::string &glob : options.globs) {
		bool matches = std::any_of(cases.begin(), cases.end(), [&glob](const Case *test) {
			return glob_match(glob, test->name);
		});

		if (!matches)
			return format_error("no case is named", glob);
	}
	for (unsigned round = 1; round <= options.repeat; round++) {
		for (const Case *test : cases) {
			if (!wanted(*test, options))
				continue;
			std::string name = test->name;

			if (options.repeat > 1)
				name += ":" + std::to_string(round);
			plan.push_back({test, name, options.topology.value_or(test->topology),
					options.seed + round - 1, ""});
		}
	}
	if (plan.empty())
		return format_error("no case takes a scheduler given with --scheduler");
	return plan;
}

void gate_plan(std::vector<PlannedCase> *plan, const KernelUnderTest &kernel,
	       const Settings &settings, bool other_scheduler)
{
	bool tree_built =
		!settings.tree_schedulers.empty() && folder_exists(settings.tree_schedulers);

	for (PlannedCase &planned : *plan) {
		const Case &test = *planned.test;
		std::string missing = kernel.missing_for(test);

		if (!missing.empty()) {
			planned.skip = "config-missing:" + missing;
		} else if (test.scheduler.kind == CaseScheduler::tree && !tree_built) {
			planned.skip = "feature-missing:tree-schedulers";
		} else if (test.scheduler.kind == CaseScheduler::tree &&
			   !file_exists(settings.tree_schedulers + "/" + test.scheduler.program)) {
			planned.skip = std::string("feature-missing:") + test.scheduler.program;
		} else if (!kHaveBpfSchedulers && needs_built_programs(planned, other_scheduler)) {
			planned.skip = kNoBpfSchedulers;
		}
	}
}

std::string reason_to_skip_all(const std::vector<PlannedCase> &plan, const Options &options)
{
	const std::string no_scx = "config-missing:CONFIG_SCHED_CLASS_EXT";
	bool all = true;

	for (const PlannedCase &planned : plan) {
		all = all && !planned.skip.empty();
		if (planned.skip == no_scx && options.globs.empty())
			return no_scx;
	}
	return all && !plan.empty() ? plan.front().skip : "";
}

std::string list_text(const std::vector<PlannedCase> &plan)
{
	size_t name_width = 0, scheduler_width = 0;
	std::string text;

	for (const PlannedCase &planned : plan) {
		name_width = std::max(name_width, planned.name.size());
		scheduler_width = std::max(scheduler_width,
					   scheduler_text(planned.test->scheduler).size());
	}
	for (const PlannedCase &planned : plan)
		text += pad(planned.name, name_width) + "  " + planned.topology.to_string() + "  " +
			pad(scheduler_text(planned.test->scheduler), scheduler_width) + "  " +
			planned.test->description + "\n";
	return text;
}

} /* namespace ktstr */
