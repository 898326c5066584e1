/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/plan/plan.h"

#include <algorithm>

#include "harness/base/files.h"
#include "harness/base/text.h"
#include "harness/image/command_programs.h"
#include "harness/plan/machine_topology.h"
#include "harness/scenario/json/json.h"
#include "harness/scenario/rules/build_features.h"
#include "harness/scenario/rules/case_data.h"
#include "harness/scenario/rules/scenario_needs.h"
#include "harness/scenario/rules/scenario_parts.h"
#include "harness/scenario/rules/validate.h"

namespace ktstr {

namespace {

const Topology &machine_of(const Case &test, const Options &options)
{
	return options.topology ? *options.topology : test.topology;
}

Result<void> check_scenario(const Case &test, const Options &options)
{
	if (test.scenario.empty())
		return {};
	Result<void> valid =
		validate_scenario(test.scenario, machine_of(test, options), test.deadline_ms);

	if (valid.ok())
		return valid;
	const std::string &origin = options.scenario.empty() ? test.name : options.scenario;

	return format_error(valid.error().what, origin + ": " + valid.error().detail);
}

/*
 * Why @glob does not select @test; nullptr: it does. Case names have no wildcards, so a glob equal
 * to the name asks for exactly this case, as --scenario does.
 */
const char *left_out(const Case &test, const std::string &glob, const Options &options)
{
	if (glob == test.name || !options.scenario.empty())
		return nullptr;
	if (test.slow && !options.slow && options.action != Options::Action::list)
		return "only slow cases match, add --slow";
	if (test.fixed_topology && options.topology && *options.topology != test.topology)
		return "only cases with a machine of their own match, which -T replaces only if "
		       "the name is given in full";
	if (options.topology && !check_scenario(test, options).ok())
		return "no matching case can run on the machine given with -T, give a full name "
		       "for the reason";
	return nullptr;
}

bool wanted(const Case &test, const Options &options)
{
	if (!options.scheduler.empty() && test.scheduler.kind != CaseScheduler::any)
		return false;
	if (options.globs.empty())
		return !left_out(test, "", options);
	return std::any_of(options.globs.begin(), options.globs.end(),
			   [&test, &options](const std::string &glob) {
				   return glob_match(glob, test.name) &&
					  !left_out(test, glob, options);
			   });
}

Result<void> check_glob(const std::vector<const Case *> &cases, const std::string &glob,
			const Options &options)
{
	const char *why = "no case matches";

	for (const Case *test : cases) {
		if (!glob_match(glob, test->name))
			continue;
		const char *out = left_out(*test, glob, options);

		if (!out)
			return {};
		why = out;
	}
	return format_error(why, glob);
}

/*
 * --topology, --exec and --shell ask for one machine, which must have exactly --memory. For cases
 * with their own machines --memory is only the minimum.
 */
bool machine_was_asked_for(const Options &options)
{
	return options.topology || options.action == Options::Action::exec ||
	       options.action == Options::Action::shell;
}

Result<void> check_machines(const std::vector<PlannedCase> &plan, const Options &options)
{
	for (size_t i = 0; i < plan.size(); i++) {
		/* The next round, or one machine for all cases. */
		if (i > 0 && (plan[i].test == plan[0].test || options.topology))
			break;
		Result<void> checked = check_machine(plan[i].topology, options);

		if (!checked.ok() && options.topology)
			return checked;
		if (!checked.ok())
			return format_error("cannot build the machine of the case",
					    std::string(plan[i].test->name) + ": " +
						    checked.error().to_string());
	}
	return {};
}

bool needs_built_programs(const PlannedCase &planned, bool other_scheduler)
{
	CaseScheduler::Kind kind = planned.test->scheduler.kind;

	return kind == CaseScheduler::builtin || (kind == CaseScheduler::any && !other_scheduler);
}

/* The first payload program of @test that this host lacks; empty: none. */
std::string missing_program(const Case &test, const std::string &path)
{
	for (const std::string &program : scenario_needs(test).programs) {
		if (find_program(program, path).empty())
			return program;
	}
	return {};
}

/* The user can mend a file or install what it names; a built-in case can only skip. */
Result<void> check_programs(const Case &test, const Options &options)
{
	std::string program =
		options.scenario.empty() ? "" : missing_program(test, environment("PATH"));

	if (program.empty())
		return {};
	return format_error("scenario",
			    options.scenario + ": scenario." +
				    place_of_program(test.scenario, program) + ": " + program +
				    " is not on this machine: install it, or give the absolute "
				    "path of a program that is");
}

Result<void> check_scenarios(const std::vector<PlannedCase> &plan, const Options &options)
{
	for (const PlannedCase &planned : plan) {
		/* The next round. */
		if (&planned != plan.data() && planned.test == plan[0].test)
			break;
		KTSTR_TRY(check_scenario(*planned.test, options));
		KTSTR_TRY(check_programs(*planned.test, options));
	}
	return {};
}

/* Prefixes each line with @indent. */
std::string indented(const std::string &text, const char *indent)
{
	std::string lines;

	for (std::string_view line : split(text, '\n')) {
		if (!line.empty())
			lines.append(indent).append(line).append("\n");
	}
	return lines;
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

	for (const std::string &glob : options.globs)
		KTSTR_TRY(check_glob(cases, glob, options));
	for (unsigned round = 1; round <= options.repeat; round++) {
		for (const Case *test : cases) {
			if (!wanted(*test, options))
				continue;
			std::string name = test->name;

			if (options.repeat > 1)
				name += ":" + std::to_string(round);
			plan.push_back({test, name, machine_of(*test, options),
					options.seed + round - 1, ""});
		}
	}
	if (plan.empty() && options.scheduler.empty())
		return format_error(options.topology ? "no case runs with -T unless named in full"
						     : "there are no cases");
	if (plan.empty())
		return format_error("none of these cases accepts --scheduler");
	KTSTR_TRY(check_machines(plan, options));
	KTSTR_TRY(check_scenarios(plan, options));
	return plan;
}

Result<void> check_machine(const Topology &topology, const Options &options)
{
	uint64_t memory_mib = machine_memory_mib(topology, options.memory_mib);

	/* --memory must match the memory= of --topology; the memory= of a case overrides it. */
	if (machine_was_asked_for(options) && options.memory_mib)
		memory_mib = options.memory_mib + options.memory_mib % kMemoryGranuleMib;
	Result<MachineTopology> machine = make_machine_topology(topology, memory_mib);

	return machine.ok() ? Result<void>() : machine.error();
}

void gate_plan(std::vector<PlannedCase> *plan, const KernelUnderTest &kernel,
	       const Settings &settings, bool other_scheduler)
{
	std::string path = environment("PATH");
	bool tree_built =
		!settings.tree_schedulers.empty() && folder_exists(settings.tree_schedulers);

	for (PlannedCase &planned : *plan) {
		const Case &test = *planned.test;
		std::string missing = kernel.missing_for(test);

		if (!missing.empty()) {
			planned.skip = "config-missing:" + missing;
		} else if (std::optional<TooWide> wide = kernel.too_wide(planned.topology)) {
			planned.skip = wide->skip;
		} else if (test.scheduler.kind == CaseScheduler::tree && !tree_built) {
			planned.skip = "feature-missing:tree-schedulers";
		} else if (test.scheduler.kind == CaseScheduler::tree &&
			   !file_exists(settings.tree_schedulers + "/" + test.scheduler.program)) {
			planned.skip = std::string("feature-missing:") + test.scheduler.program;
		} else if (!kHaveBpfSchedulers && needs_built_programs(planned, other_scheduler)) {
			planned.skip = kNoBpfSchedulers;
		} else if (std::string program = missing_program(test, path); !program.empty()) {
			planned.skip = "feature-missing:" + program;
		}
	}
}

Result<void> fit_memory(std::vector<PlannedCase> *plan, const Options &options, uint64_t host_mib)
{
	auto too_large = [&](const Topology &topology) {
		uint64_t mib = machine_memory_mib(topology, options.memory_mib);

		return mib <= host_mib ? ""
				       : "memory is " + std::to_string(mib) + " MiB: at most " +
						 std::to_string(host_mib) + " on this host";
	};
	std::string asked;

	if (machine_was_asked_for(options))
		asked = too_large(options.topology.value_or(Topology{}));
	else if (options.memory_mib > host_mib)
		asked = too_large({});
	if (!asked.empty())
		return format_error("topology", asked);
	for (PlannedCase &planned : *plan)
		planned.too_large = too_large(planned.topology);
	return {};
}

std::string memory_note(const std::vector<PlannedCase> &plan, const Options &options)
{
	std::string names;

	for (const PlannedCase &planned : plan) {
		if (options.memory_mib && planned.topology.node_memory_mib.empty() &&
		    options.memory_mib < min_memory_mib(planned.topology))
			names += (names.empty() ? "" : ", ") + planned.name;
	}
	return names.empty() ? "" : "these cases need more than --memory and get it: " + names;
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

std::string list_text(const std::vector<PlannedCase> &plan, bool verbose)
{
	/* The few longer ones would push all descriptions off the screen. */
	constexpr size_t kWidestTopology = 24;
	size_t name_width = 0, topology_width = 0, scheduler_width = 0;
	std::string text;

	for (const PlannedCase &planned : plan) {
		size_t topology = planned.topology.to_string().size();

		name_width = std::max(name_width, planned.name.size());
		if (topology <= kWidestTopology)
			topology_width = std::max(topology_width, topology);
		scheduler_width =
			std::max(scheduler_width, scheduler_text(planned.test->scheduler).size());
	}
	for (const PlannedCase &planned : plan) {
		text += pad(planned.name, name_width) + "  " +
			pad(planned.topology.to_string(), topology_width) + "  " +
			pad(scheduler_text(planned.test->scheduler), scheduler_width) + "  " +
			planned.test->description + (planned.test->slow ? " (slow)" : "") + "\n";
		if (verbose && !planned.test->scenario.empty())
			text += indented(to_json(as_scenario_case(*planned.test, planned.topology)),
					 "    ");
	}
	return text;
}

} /* namespace ktstr */
