/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/options/option_table.h"

#include <type_traits>

#include "harness/base/text.h"

namespace ktstr {

namespace {

using Action = Options::Action;
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

/* Wins over every other action. */
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
	{'l', "list", nullptr, act<Action::list>,
	 "cases: name, topology, scheduler, description; boots nothing"},
	{'v', "verbose", nullptr, flag<&Options::verbose>,
	 "with -l: also each case's scenario, as JSON"},
	{0, "scenario", "FILE", text<&Options::scenario>,
	 "the only case is the scenario in FILE (JSON, in the form that\n"
	 "-l -v shows); with -l it is shown and checked"},
	{0, "scenario-schema", nullptr, act<Action::scenario_schema>,
	 "print the JSON Schema of such files"},
	{'k', "kernel", "K", text<&Options::kernel>,
	 "bzImage | vmlinux | build directory | tree | host |\n"
	 "distro | VERSION"},
	{'T', "topology", "SPEC", set_topology,
	 "the guest's CPUs and memory, see below; for -x and --shell\n"
	 "1:1:2:1 if not given; cases about a machine of their own run on\n"
	 "another only where named in full; cases whose scenario cannot\n"
	 "be there are left out, and are an error where named in full"},
	{'s', "scheduler", "S", text<&Options::scheduler>,
	 "executable, script or .bpf.o; its arguments after --\n"
	 "(a bare .bpf.o: one sched_ext_ops struct_ops map)"},
	{'x', "exec", "CMD", set_command,
	 "boot, run CMD as root in the guest, pass on its output, end with\n"
	 "its exit code; with -s once the scheduler is attached, and\n"
	 "an attach that fails ends with 1 and the reason"},
	{'i', "include", "PATH", add_include,
	 "host file or folder to have in the guest at the same path,\n"
	 "with the shared libraries it needs (repeatable)"},
	{0, "shell", nullptr, act<Action::shell>, "interactive shell in the guest"},
	{'j', "jobs", "N", number<&Options::jobs, 1, 64>,
	 "VMs at a time (default: what CPUs and memory allow)"},
	{0, "host", "auto|kvm|tcg", set_host,
	 "where the VMs run; auto: kvm if it really works, else tcg, else\n"
	 "all skip with the reason"},
	{0, "pin", nullptr, flag<&Options::pin>,
	 "vCPUs and memory each in a place of their own: host CPUs whose\n"
	 "caches and siblings are as in the guest, reserved by LLC,\n"
	 "huge pages, NUMA nodes; says what there are no means for"},
	{0, "memory", "MIB", number<&Options::memory_mib, 128, kMostMemoryMib>,
	 "of each guest whose topology does not say it with memory=; cases\n"
	 "with a machine that needs more get what it needs"},
	{0, "timeout", "S", number<&Options::timeout_s, 1, kDayInSeconds>,
	 "for each case, or for -x and --shell (default there: none)"},
	{0, "repeat", "N", number<&Options::repeat, 1, 10000>,
	 "run each case N times, with a seed of its own each"},
	{0, "retry", "N", number<&Options::retry, 0, 100>,
	 "run a failed case again; passing then is flaky, and not ok"},
	{0, "seed", "S", number<&Options::seed, 0, UINT64_MAX>, "of the first round"},
	{0, "keep-going", nullptr, flag<&Options::fail_fast, false>,
	 "after a failure run the rest (the default)"},
	{0, "fail-fast", nullptr, flag<&Options::fail_fast>, "after a failure begin no other case"},
	{0, "slow", nullptr, flag<&Options::slow>,
	 "run the slow cases too; one that is named in full runs without"},
	{0, "format", "tap|ktap|json", set_format, ""},
	{0, "junit", "FILE", text<&Options::junit>, "write a JUnit document as well"},
	{0, "out", "DIR", text<&Options::out_dir>, "artifacts (default: a new folder in $TMPDIR)"},
	{0, "allow", "FILE", text<&Options::allow_file>,
	 "regexes of kernel messages that are no crash"},
	{0, "check-config", "[K]", check_config, "the kernel-config verdict alone"},
	{0, "doctor", nullptr, act<Action::doctor>,
	 "what this machine can run, what is missing, and the command\n"
	 "that mends each"},
	{0, "bisect", nullptr, flag<&Options::bisect>, "exit codes for git bisect run"},
	/* run_ktstr.sh acts on it, and passes its arguments on. */
	{0, "no-install", nullptr, [](Options &, Value) -> Result<void> { return {}; },
	 "never install or download (run_ktstr.sh)"},
	{'h', "help", nullptr, show_help, "this text"},
	/* For run_ktstr.sh, which gets what is not there. */
	{0, "ask-version", nullptr, flag<&Options::ask_version>, nullptr},
};

} /* namespace */

std::span<const OptionRow> option_rows()
{
	return kRows;
}

} /* namespace ktstr */
