/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/options/cli.h"

#include <algorithm>
#include <string_view>

#include "harness/base/text.h"

namespace ktstr {

namespace {

/* What an option does with its value (empty for flags). */
using Setter = Result<void> (*)(Options &options, const std::string &value);

struct OptionSpec {
	char letter; /* 0: none */
	const char *name;
	enum { flag, value, optional_value } kind;
	Setter set;
};

template <typename T>
Result<void> number(T *out, const std::string &text, uint64_t minimum, uint64_t maximum)
{
	std::optional<uint64_t> value = parse_number(text, maximum);

	if (!value || *value < minimum)
		return format_error("not a number in range", text);
	*out = T(*value);
	return {};
}

Result<void> set_host(Options &o, const std::string &v)
{
	if (v == "auto")
		o.host = HostChoice::automatic;
	else if (v == "kvm")
		o.host = HostChoice::kvm;
	else if (v == "tcg")
		o.host = HostChoice::tcg;
	else
		return format_error("not auto, kvm or tcg", v);
	return {};
}

Result<void> set_format(Options &o, const std::string &v)
{
	if (v == "tap")
		o.format = OutputFormat::tap;
	else if (v == "ktap")
		o.format = OutputFormat::ktap;
	else if (v == "json")
		o.format = OutputFormat::json;
	else
		return format_error("not tap, ktap or json", v);
	return {};
}

Result<void> set_path(std::string *out, const std::string &v)
{
	if (v.empty())
		return format_error("empty value");
	*out = v;
	return {};
}

Result<void> set_action(Options &o, Options::Action action)
{
	if (o.action != Options::Action::run_cases && o.action != action)
		return format_error("cannot be combined with another action");
	o.action = action;
	return {};
}

using A = Options::Action;
using R = Result<void>;
using S = const std::string &;

constexpr OptionSpec kOptions[] = {
	{'h', "help", OptionSpec::flag,
	 [](Options &o, S) -> R {
		 o.action = A::help;
		 return {};
	 }},
	{'l', "list", OptionSpec::flag, [](Options &o, S) { return set_action(o, A::list); }},
	{'v', "verbose", OptionSpec::flag,
	 [](Options &o, S) -> R {
		 o.verbose = true;
		 return {};
	 }},
	{0, "scenario", OptionSpec::value,
	 [](Options &o, S v) { return set_path(&o.scenario, v); }},
	{0, "scenario-schema", OptionSpec::flag,
	 [](Options &o, S) { return set_action(o, A::scenario_schema); }},
	{'k', "kernel", OptionSpec::value, [](Options &o, S v) { return set_path(&o.kernel, v); }},
	{'T', "topology", OptionSpec::value,
	 [](Options &o, S v) -> R {
		 o.topology = KTSTR_TRY(parse_topology(v));
		 return {};
	 }},
	{'s', "scheduler", OptionSpec::value,
	 [](Options &o, S v) { return set_path(&o.scheduler, v); }},
	{'x', "exec", OptionSpec::value,
	 [](Options &o, S v) -> R {
		 KTSTR_TRY(set_path(&o.command, v));
		 return set_action(o, A::exec);
	 }},
	{'i', "include", OptionSpec::value,
	 [](Options &o, S v) -> R {
		 if (v.empty())
			 return format_error("empty value");
		 o.includes.push_back(v);
		 return {};
	 }},
	{0, "shell", OptionSpec::flag, [](Options &o, S) { return set_action(o, A::shell); }},
	{'j', "jobs", OptionSpec::value, [](Options &o, S v) { return number(&o.jobs, v, 1, 64); }},
	{0, "host", OptionSpec::value, set_host},
	{0, "pin", OptionSpec::flag,
	 [](Options &o, S) -> R {
		 o.pin = true;
		 return {};
	 }},
	{0, "memory", OptionSpec::value,
	 [](Options &o, S v) { return number(&o.memory_mib, v, 128, 1u << 20); }},
	{0, "timeout", OptionSpec::value,
	 [](Options &o, S v) { return number(&o.timeout_s, v, 1, 86400); }},
	{0, "repeat", OptionSpec::value,
	 [](Options &o, S v) { return number(&o.repeat, v, 1, 10000); }},
	{0, "retry", OptionSpec::value,
	 [](Options &o, S v) { return number(&o.retry, v, 0, 100); }},
	{0, "seed", OptionSpec::value,
	 [](Options &o, S v) { return number(&o.seed, v, 0, UINT64_MAX); }},
	{0, "keep-going", OptionSpec::flag,
	 [](Options &o, S) -> R {
		 o.fail_fast = false;
		 return {};
	 }},
	{0, "fail-fast", OptionSpec::flag,
	 [](Options &o, S) -> R {
		 o.fail_fast = true;
		 return {};
	 }},
	{0, "slow", OptionSpec::flag,
	 [](Options &o, S) -> R {
		 o.slow = true;
		 return {};
	 }},
	{0, "format", OptionSpec::value, set_format},
	{0, "junit", OptionSpec::value, [](Options &o, S v) { return set_path(&o.junit, v); }},
	{0, "out", OptionSpec::value, [](Options &o, S v) { return set_path(&o.out_dir, v); }},
	{0, "allow", OptionSpec::value, [](Options &o, S v) { return set_path(&o.allow_file, v); }},
	{0, "check-config", OptionSpec::optional_value,
	 [](Options &o, S v) -> R {
		 if (!v.empty())
			 o.kernel = v;
		 return set_action(o, A::check_config);
	 }},
	{0, "doctor", OptionSpec::flag, [](Options &o, S) { return set_action(o, A::doctor); }},
	{0, "bisect", OptionSpec::flag,
	 [](Options &o, S) -> R {
		 o.bisect = true;
		 return {};
	 }},
	/* run_ktstr.sh's own; harmless when it passes its arguments on. */
	{0, "no-install", OptionSpec::flag, [](Options &, S) -> R { return {}; }},
};

const OptionSpec *find_long(std::string_view name)
{
	for (const OptionSpec &spec : kOptions) {
		if (name == spec.name)
			return &spec;
	}
	return nullptr;
}

const OptionSpec *find_short(char letter)
{
	for (const OptionSpec &spec : kOptions) {
		if (spec.letter && letter == spec.letter)
			return &spec;
	}
	return nullptr;
}

/* One argument that begins with '-', split into option and attached value. */
struct Parsed {
	const OptionSpec *spec;
	std::string shown;
	std::optional<std::string> attached;
};

Result<Parsed> take_apart(const std::string &argument)
{
	if (argument.starts_with("--")) {
		size_t at = argument.find('=');
		Parsed parsed = {
			find_long(argument.substr(2, at == std::string::npos ? at : at - 2)),
			argument.substr(0, at), std::nullopt};

		if (!parsed.spec)
			return format_error("unknown option", parsed.shown);
		if (at != std::string::npos)
			parsed.attached = argument.substr(at + 1);
		return parsed;
	}
	Parsed parsed = {find_short(argument[1]), argument.substr(0, 2), std::nullopt};
	if (!parsed.spec)
		return format_error("unknown option", parsed.shown);
	if (argument.size() > 2)
		parsed.attached = argument.substr(2);
	return parsed;
}

Result<void> check_combination(const Options &options)
{
	bool runs_cases = options.action == A::run_cases || options.action == A::list;
	bool guest_command = options.action == A::exec || options.action == A::shell;

	if (!options.scheduler_arguments.empty() && options.scheduler.empty())
		return format_error("arguments after -- need --scheduler");
	if (guest_command && !options.globs.empty())
		return format_error("--exec and --shell take no case", options.globs.front());
	if (!options.scenario.empty() && !runs_cases)
		return format_error("--scenario runs a case or lists it, nothing else");
	if (!options.scenario.empty() && !options.globs.empty())
		return format_error("--scenario takes no case", options.globs.front());
	if (options.verbose && options.action != A::list)
		return format_error("--verbose is for --list");
	if (options.action == A::shell && !options.scheduler.empty())
		return format_error("--shell cannot be combined with --scheduler");
	if (options.action == A::check_config && options.globs.size() > 1)
		return format_error("--check-config takes one kernel");
	return {};
}

} /* namespace */

Result<Options> parse_command_line(const std::vector<std::string> &arguments)
{
	Options options;

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

		if (parsed.spec->kind == OptionSpec::flag && parsed.attached)
			return format_error("takes no value", parsed.shown);
		if (parsed.spec->kind == OptionSpec::value && !parsed.attached) {
			if (++i >= arguments.size())
				return format_error("needs a value", parsed.shown);
			parsed.attached = arguments[i];
		}
		Result<void> set = parsed.spec->set(options, parsed.attached.value_or(""));
		if (!set.ok())
			return format_error("bad option",
					    parsed.shown + ": " + set.error().to_string());
	}
	KTSTR_TRY(check_combination(options));
	/* "--check-config K": the kernel stands where a case would. */
	if (options.action == A::check_config && !options.globs.empty()) {
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
