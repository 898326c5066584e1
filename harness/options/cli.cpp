/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/options/cli.h"

#include <algorithm>
#include <string_view>

#include "harness/options/option_table.h"

namespace ktstr {

namespace {

const OptionRow *find_long(std::string_view name)
{
	for (const OptionRow &row : option_rows()) {
		if (name == row.name)
			return &row;
	}
	return nullptr;
}

const OptionRow *find_short(char letter)
{
	for (const OptionRow &row : option_rows()) {
		if (row.letter && letter == row.letter)
			return &row;
	}
	return nullptr;
}

/* One argument that begins with '-', split into option and attached value. */
struct Parsed {
	const OptionRow *row;
	std::string shown;
	std::optional<std::string> attached;
};

Error unknown(const std::string &shown)
{
	return format_error("unknown option", shown + " (--help lists all)");
}

Result<Parsed> take_apart(const std::string &argument)
{
	if (argument.starts_with("--")) {
		size_t at = argument.find('=');
		Parsed parsed = {
			find_long(argument.substr(2, at == std::string::npos ? at : at - 2)),
			argument.substr(0, at), std::nullopt};

		if (!parsed.row)
			return unknown(parsed.shown);
		if (at != std::string::npos)
			parsed.attached = argument.substr(at + 1);
		return parsed;
	}
	Parsed parsed = {find_short(argument[1]), argument.substr(0, 2), std::nullopt};
	if (!parsed.row)
		return unknown(parsed.shown);
	if (argument.size() > 2)
		parsed.attached = argument.substr(2);
	return parsed;
}

/* Arguments that belong to no option are cases, which not every action has. */
Result<void> check_arguments(const Options &options)
{
	using A = Options::Action;
	const std::vector<std::string> &arguments = options.globs;
	/* "--check-config K": the kernel stands where a case would. */
	bool names_kernel = options.action == A::check_config && options.kernel.empty();

	if (arguments.size() <= size_t(names_kernel))
		return {};
	switch (options.action) {
	case A::run_cases:
	case A::list:
	case A::help:
		return {};
	case A::exec:
	case A::shell:
		return format_error("--exec and --shell take no case", arguments.front());
	case A::check_config:
		return format_error("--check-config takes one kernel", arguments.back());
	case A::doctor:
		return format_error("--doctor takes no argument", arguments.front());
	case A::scenario_schema:
		return format_error("--scenario-schema takes no argument", arguments.front());
	}
	return {};
}

const char *action_name(Options::Action action)
{
	switch (action) {
	case Options::Action::run_cases:
	case Options::Action::help:
		break;
	case Options::Action::list:
		return "--list";
	case Options::Action::exec:
		return "--exec";
	case Options::Action::shell:
		return "--shell";
	case Options::Action::check_config:
		return "--check-config";
	case Options::Action::doctor:
		return "--doctor";
	case Options::Action::scenario_schema:
		return "--scenario-schema";
	}
	return "";
}

/* An option that the action ignores would be a wish that is not met. */
Result<void> check_uses(const Options &options, const std::vector<Parsed> &given)
{
	for (const Parsed &parsed : given) {
		if (!parsed.row->is_for(options.action))
			return format_error("bad option", parsed.shown + ": means nothing with " +
								  action_name(options.action));
	}
	return {};
}

Result<void> check_combination(const Options &options)
{
	using A = Options::Action;

	if (!options.scheduler_arguments.empty() && options.scheduler.empty())
		return format_error("arguments after -- need --scheduler");
	if (options.attach_timeout_s && options.scheduler.empty())
		return format_error("--attach-timeout needs --scheduler");
	if (!options.scenario.empty() && !options.globs.empty())
		return format_error("--scenario takes no case", options.globs.front());
	if (options.verbose && options.action != A::list)
		return format_error("--verbose is for --list");
	if (options.action == A::shell && !options.scheduler.empty())
		return format_error("--shell cannot be combined with --scheduler");
	return check_arguments(options);
}

} /* namespace */

Result<Options> parse_command_line(const std::vector<std::string> &arguments)
{
	Options options;
	std::vector<Parsed> given;

	for (size_t i = 0; i < arguments.size(); i++) {
		const std::string &argument = arguments[i];

		if (argument == "--") {
			options.scheduler_arguments.assign(arguments.begin() + ptrdiff_t(i) + 1,
							   arguments.end());
			break;
		}
		if (argument.size() < 2 || argument[0] != '-') {
			options.globs.push_back(argument);
			continue;
		}
		Parsed parsed = KTSTR_TRY(take_apart(argument));

		if (!parsed.row->value && parsed.attached)
			return format_error("takes no value", parsed.shown);
		if (parsed.row->needs_value() && !parsed.attached) {
			if (++i >= arguments.size())
				return format_error("needs a value",
						    parsed.shown + " " + parsed.row->value);
			parsed.attached = arguments[i];
		}
		Result<void> set = parsed.row->set(options, parsed.attached.value_or(""));
		if (!set.ok())
			return format_error("bad option",
					    parsed.shown + ": " + set.error().to_string());
		given.push_back(std::move(parsed));
	}
	KTSTR_TRY(check_uses(options, given));
	KTSTR_TRY(check_combination(options));
	if (options.action == Options::Action::check_config && !options.globs.empty()) {
		options.kernel = options.globs.front();
		options.globs.clear();
	}
	return options;
}

bool asks_for_bisect(const std::vector<std::string> &arguments)
{
	auto end = std::find(arguments.begin(), arguments.end(), "--");

	return std::find(arguments.begin(), end, "--bisect") != end;
}

} /* namespace ktstr */
