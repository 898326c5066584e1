/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/options/option_table.h"

#include <type_traits>

#include "harness/base/text.h"

namespace ktstr {

namespace {

using Action = Options::Action;
using Use = OptionUse;
using Value = const std::string &;

template <auto member, bool setting = true>
Result<void> flag(Options &options, Value)
{
	options.*member = setting;
	return {};
}

template <Action action>
Result<void> act(Options &options, Value)
{
	if (options.action != Action::run_cases && options.action != action)
		return format_error("cannot be combined with another action");
	options.action = action;
	return {};
}

template <auto member>
Result<void> text(Options &options, Value value)
{
	if (value.empty())
		return format_error("empty value");
	options.*member = value;
	return {};
}

template <auto member, uint64_t minimum, uint64_t maximum>
Result<void> number(Options &options, Value value)
{
	std::optional<uint64_t> parsed = parse_number(value, maximum);

	if (!parsed || *parsed < minimum)
		return format_error("not a number in range",
				    value + " (" + std::to_string(minimum) + " to " +
					    std::to_string(maximum) + ")");
	options.*member = std::remove_reference_t<decltype(options.*member)>(*parsed);
	return {};
}

/* Overrides every other action. */
Result<void> show_help(Options &options, Value)
{
	options.action = Action::help;
	return {};
}

Result<void> set_host(Options &options, Value value)
{
	if (value == "auto")
		options.host = HostChoice::automatic;
	else if (value == "kvm")
		options.host = HostChoice::kvm;
	else if (value == "tcg")
		options.host = HostChoice::tcg;
	else
		return format_error("not auto, kvm or tcg", value);
	return {};
}

Result<void> set_format(Options &options, Value value)
{
	if (value == "tap")
		options.format = OutputFormat::tap;
	else if (value == "ktap")
		options.format = OutputFormat::ktap;
	else if (value == "json")
		options.format = OutputFormat::json;
	else
		return format_error("not tap, ktap or json", value);
	return {};
}

Result<void> set_topology(Options &options, Value value)
{
	options.topology = KTSTR_TRY(parse_topology(value));
	return {};
}

Result<void> set_command(Options &options, Value value)
{
	KTSTR_TRY(text<&Options::command>(options, value));
	return act<Action::exec>(options, value);
}

Result<void> add_include(Options &options, Value value)
{
	if (value.empty())
		return format_error("empty value");
	options.includes.push_back(value);
	return {};
}

Result<void> check_config(Options &options, Value value)
{
	if (!value.empty())
		options.kernel = value;
	return act<Action::check_config>(options, value);
}

constexpr uint64_t kMostMemoryMib = 1u << 20;
constexpr uint64_t kDayInSeconds = 86400;

constexpr OptionRow kRows[] = {
	{'l', "list", nullptr, Use::all, act<Action::list>,
	 "list the cases: name, topology, scheduler, description; boots nothing"},
	{'v', "verbose", nullptr, Use::all, flag<&Options::verbose>,
	 "with -l: show each case's scenario as JSON"},
	{0, "scenario", "FILE", Use::cases, text<&Options::scenario>,
	 "run the scenario in FILE instead of the built-in cases (JSON, in\n"
	 "the form that -l -v shows); with -l, check and show it"},
	{0, "scenario-schema", nullptr, Use::all, act<Action::scenario_schema>,
	 "print the JSON Schema of scenario files"},
	{'k', "kernel", "K", Use::all, text<&Options::kernel>,
	 "bzImage | vmlinux | build directory | tree | host |\n"
	 "distro | VERSION"},
	{'T', "topology", "SPEC", Use::all, set_topology,
	 "the guest's CPUs and memory, see below; default for -x and\n"
	 "--shell: 1:1:2:1. Cases that bring a machine of their own, or\n"
	 "whose scenario does not fit this one, are left out; named in\n"
	 "full, the former run here, the latter are an error"},
	{'s', "scheduler", "S", Use::all, text<&Options::scheduler>,
	 "scheduler under test: executable, script or .bpf.o with one\n"
	 "sched_ext_ops struct_ops map; its arguments follow --"},
	{0, "attach-timeout", "S", Use::all, number<&Options::attach_timeout_s, 1, kDayInSeconds>,
	 "time that -s may take to attach (default 10, stretched like\n"
	 "every deadline on slow machines)"},
	{'x', "exec", "CMD", Use::all, set_command,
	 "boot, run CMD as root in the guest, pass on its output and exit\n"
	 "code; with -s, run it once the scheduler is attached (if the\n"
	 "attach fails: exit 1 and the reason)"},
	{'i', "include", "PATH", Use::all, add_include,
	 "put a host file or folder in the guest at the same path, with\n"
	 "the shared libraries it needs (repeatable)"},
	{0, "shell", nullptr, Use::all, act<Action::shell>, "interactive shell in the guest"},
	{'j', "jobs", "N", Use::all, number<&Options::jobs, 1, 64>,
	 "VMs to run at a time (default: what CPUs and memory allow)"},
	{0, "host", "auto|kvm|tcg", Use::all, set_host,
	 "where VMs run; auto: kvm if it really works, else tcg, else\n"
	 "everything skips, with the reason"},
	{0, "pin", nullptr, Use::all, flag<&Options::pin>,
	 "pin vCPUs to host CPUs with the guest's caches and SMT siblings\n"
	 "(reserved by LLC), and memory to their NUMA nodes, in huge\n"
	 "pages; reports what this host cannot provide"},
	{0, "memory", "MIB", Use::all, number<&Options::memory_mib, 128, kMostMemoryMib>,
	 "memory of a guest whose topology has no memory=; a machine that\n"
	 "needs more gets what it needs"},
	{0, "timeout", "S", Use::all, number<&Options::timeout_s, 1, kDayInSeconds>,
	 "deadline of each case, or of -x and --shell (default there: none)"},
	{0, "repeat", "N", Use::cases, number<&Options::repeat, 1, 10000>,
	 "run each case N times, each time with another seed"},
	{0, "retry", "N", Use::cases, number<&Options::retry, 0, 100>,
	 "run a failed case up to N more times; a pass is then flaky, not ok"},
	{0, "seed", "S", Use::all, number<&Options::seed, 0, UINT64_MAX>,
	 "seed of the first round"},
	{0, "keep-going", nullptr, Use::all, flag<&Options::fail_fast, false>,
	 "run the remaining cases after a failure (the default)"},
	{0, "fail-fast", nullptr, Use::all, flag<&Options::fail_fast>,
	 "start no further case after a failure"},
	{0, "slow", nullptr, Use::all, flag<&Options::slow>,
	 "run the slow cases too (a case named in full runs anyway)"},
	{0, "format", "tap|ktap|json", Use::cases, set_format, "output on stdout (default: tap)"},
	{0, "junit", "FILE", Use::cases, text<&Options::junit>, "also write a JUnit document"},
	{0, "out", "DIR", Use::all, text<&Options::out_dir>,
	 "folder for artifacts (default: a new one in $TMPDIR)"},
	{0, "allow", "FILE", Use::all, text<&Options::allow_file>,
	 "regexes of kernel messages that do not count as a crash"},
	{0, "check-config", "[K]", Use::all, check_config, "only check the kernel configuration"},
	{0, "doctor", nullptr, Use::all, act<Action::doctor>,
	 "show what this machine can run, what is missing, and the command\n"
	 "that fixes each"},
	{0, "bisect", nullptr, Use::all, flag<&Options::bisect>,
	 "use the exit codes of git bisect run"},
	/* run_ktstr.sh acts on it, and passes its arguments on. */
	{0, "no-install", nullptr, Use::all, [](Options &, Value) -> Result<void> { return {}; },
	 "never install or download (run_ktstr.sh)"},
	{'h', "help", nullptr, Use::all, show_help, "show this text"},
	/* For run_ktstr.sh, which fetches a missing kernel. */
	{0, "ask-version", nullptr, Use::all, flag<&Options::ask_version>, nullptr},
};

} /* namespace */

bool OptionRow::is_for(Action action) const
{
	switch (action) {
	case Action::run_cases:
	case Action::list:
	case Action::help:
		return true;
	case Action::exec:
	case Action::shell:
	case Action::check_config:
	case Action::doctor:
	case Action::scenario_schema:
		break;
	}
	return use == Use::all;
}

std::span<const OptionRow> option_rows()
{
	return kRows;
}

} /* namespace ktstr */
