/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/scenario/rules/case_data.h"

#include "harness/scenario/rules/registry.h"

namespace ktstr {

namespace {

using Kind = ScenarioScheduler::Kind;

Kind kind_of(CaseScheduler::Kind kind)
{
	switch (kind) {
	case CaseScheduler::none:
		break;
	case CaseScheduler::builtin:
		return Kind::builtin;
	case CaseScheduler::any:
		return Kind::any;
	case CaseScheduler::tree:
		return Kind::tree;
	}
	return Kind::none;
}

CaseScheduler::Kind kind_of(Kind kind)
{
	switch (kind) {
	case Kind::none:
		break;
	case Kind::builtin:
		return CaseScheduler::builtin;
	case Kind::any:
		return CaseScheduler::any;
	case Kind::tree:
		return CaseScheduler::tree;
	}
	return CaseScheduler::none;
}

std::vector<const char *> pointers(const std::vector<std::string> &texts)
{
	std::vector<const char *> list;

	for (const std::string &text : texts)
		list.push_back(text.c_str());
	return list;
}

} /* namespace */

ScenarioCase as_scenario_case(const Case &test, const Topology &topology)
{
	ScenarioCase data;

	data.name = test.name;
	data.description = test.description;
	data.topology = topology.to_string();
	data.scheduler.kind = kind_of(test.scheduler.kind);
	data.scheduler.program = test.scheduler.program;
	data.scheduler.arguments.assign(test.scheduler.arguments.begin(),
					test.scheduler.arguments.end());
	data.scheduler.checks = test.scheduler.checks;
	data.needs_options.assign(test.needs_options.begin(), test.needs_options.end());
	data.deadline_ms = test.deadline_ms;
	data.scenario = test.scenario;
	return data;
}

OwnedCase::OwnedCase(ScenarioCase data)
	: data_(std::move(data)),
	  case_{.name = data_.name.c_str(),
		.description = data_.description.c_str(),
		.scheduler = {.kind = kind_of(data_.scheduler.kind),
			      .program = data_.scheduler.program.c_str(),
			      .arguments = pointers(data_.scheduler.arguments),
			      .checks = data_.scheduler.checks},
		.needs_options = pointers(data_.needs_options),
		.needs_scx = data_.scheduler.kind != Kind::none,
		.deadline_ms = data_.deadline_ms,
		.scenario = data_.scenario}
{}

Result<std::unique_ptr<const OwnedCase>> OwnedCase::create(ScenarioCase data,
							   const std::string &origin)
{
	bool scheduled = data.scheduler.kind != Kind::none;
	Result<Topology> topology = parse_topology(data.topology);

	if (!is_case_name(data.name))
		return format_error("scenario",
				    origin + ": name: must be letters, digits and _.:-");
	if (data.description.empty())
		return format_error("scenario", origin + ": description: must not be empty");
	if (!topology.ok())
		return format_error("scenario", origin + ": " + topology.error().to_string());
	if (scheduled && data.scheduler.program.empty())
		return format_error("scenario", origin + ": scheduler.program: must not be empty");
	if (!scheduled && !(data.scheduler.program.empty() && data.scheduler.arguments.empty()))
		return format_error("scenario",
				    origin + ": scheduler.kind: none takes neither program "
					     "nor arguments");
	std::unique_ptr<OwnedCase> owned(new OwnedCase(std::move(data)));

	owned->case_.topology = std::move(topology).value();
	return std::unique_ptr<const OwnedCase>(std::move(owned));
}

} /* namespace ktstr */
