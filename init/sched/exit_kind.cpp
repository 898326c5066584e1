/* SPDX-License-Identifier: GPL-2.0 */
#include "init/sched/exit_kind.h"

namespace ktstr {
namespace {

struct ExitKind {
	uint64_t kind;
	const char *name;
	std::string_view reason; /* scx_exit_reason() */
};

constexpr ExitKind kKinds[] = {
	{64, "unreg", "unregistered from user space"},
	{65, "unreg-bpf", "unregistered from BPF"},
	{66, "unreg-kernel", "unregistered from the main kernel"},
	{67, "sysrq", "disabled by sysrq-S"},
	{68, "parent", "parent exiting"},
	{1024, "error", "runtime error"},
	{1025, "error-bpf", "scx_bpf_error"},
	{1026, "stall", "runnable task stall"},
};

constexpr char kUnknown[] = "unknown";
constexpr std::string_view kExitPrefix = "EXIT: ";

} /* namespace */

const char *exit_kind_name(uint64_t kind)
{
	for (const ExitKind &k : kKinds) {
		if (k.kind == kind)
			return k.name;
	}
	return kUnknown;
}

const char *exit_kind_from_reason(std::string_view reason)
{
	for (const ExitKind &k : kKinds) {
		if (reason.starts_with(k.reason))
			return k.name;
	}
	return kUnknown;
}

const char *exit_kind_from_line(std::string_view line)
{
	if (!line.starts_with(kExitPrefix))
		return nullptr;
	line.remove_prefix(kExitPrefix.size());
	for (const ExitKind &k : kKinds) {
		std::string_view name = k.name;

		if (line.starts_with(name) && line.substr(name.size()).starts_with(" ("))
			return k.name;
	}
	return exit_kind_from_reason(line);
}

} /* namespace ktstr */
