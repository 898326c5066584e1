/* SPDX-License-Identifier: GPL-2.0 */
#include "init/sched/exit_info.h"

namespace ktstr {

namespace {

struct Kind {
	uint64_t value;
	const char *name;
	const char *reason;
};

/* scx_exit_reason() and enum scx_exit_kind. */
constexpr Kind kKinds[] = {
	{64, "unreg", "unregistered from user space"},
	{65, "unreg-bpf", "unregistered from BPF"},
	{66, "unreg-kern", "unregistered from the main kernel"},
	{67, "sysrq", "disabled by sysrq-S"},
	{68, "parent", "parent exiting"},
	{1024, "error", "runtime error"},
	{1025, "error-bpf", "scx_bpf_error"},
	{1026, "error-stall", "runnable task stall"},
};

constexpr size_t kMaxMessage = 4096;

void set_reason(ExitReport &report, std::string_view reason)
{
	report.reason = reason.substr(0, kMaxMessage);
	for (const Kind &kind : kKinds) {
		if (reason == kind.reason) {
			report.kind = kind.value;
			report.name = kind.name;
		}
	}
}

} /* namespace */

void ExitTracker::kernel_line(std::string_view line)
{
	constexpr std::string_view kPrefix = "sched_ext: ";
	constexpr std::string_view kScheduler = "BPF scheduler \"";
	constexpr std::string_view kDisabled = "\" disabled (";

	if (!line.starts_with(kPrefix))
		return;
	line.remove_prefix(kPrefix.size());
	if (line.starts_with(kScheduler)) {
		line.remove_prefix(kScheduler.size());
		size_t at = line.rfind(kDisabled);

		if (at == std::string_view::npos || !line.ends_with(')') || kernel_spoke())
			return;
		scheduler_ = line.substr(0, at);
		line.remove_prefix(at + kDisabled.size());
		line.remove_suffix(1);
		set_reason(kernel_, line);
	} else if (kernel_spoke() && kernel_.message.empty() &&
		   line.starts_with(scheduler_ + ": ")) {
		line.remove_prefix(scheduler_.size() + 2);
		kernel_.message = line.substr(0, kMaxMessage);
	}
}

void ExitTracker::log_line(std::string_view line)
{
	constexpr std::string_view kExit = "EXIT: ";
	constexpr std::string_view kOnCpu = ") on CPU ";

	if (!line.starts_with(kExit))
		return;
	line.remove_prefix(kExit.size());
	program_ = {};
	size_t begin = line.find(" (");
	if (begin == std::string_view::npos) {
		set_reason(program_, line.substr(0, line.find(" on CPU ")));
		return;
	}
	set_reason(program_, line.substr(0, begin));
	size_t end = line.rfind(kOnCpu);
	if (end == std::string_view::npos)
		end = line.rfind(')');
	if (end != std::string_view::npos && end >= begin + 2)
		program_.message =
			std::string(line.substr(begin + 2, end - begin - 2)).substr(0, kMaxMessage);
}

ExitReport ExitTracker::report() const
{
	ExitReport report = kernel_spoke() ? kernel_ : program_;

	if (report.message.empty() && report.reason == program_.reason)
		report.message = program_.message;
	return report;
}

} /* namespace ktstr */
