/* SPDX-License-Identifier: GPL-2.0 */
#include "init/sched/exit_info.h"

#include "init/sched/exit_kind.h"

namespace ktstr {

namespace {

constexpr char kUnknown[] = "unknown";

void set_kind(ExitReport &report, const char *name)
{
	report.name = name;
	for (uint64_t first : {kScxExitUnreg, kScxExitError})
		for (uint64_t kind = first; kind < first + 8; kind++)
			if (report.name == exit_kind_name(kind) && report.name != kUnknown)
				report.kind = kind;
}

} /* namespace */

bool is_asked_for(const ExitReport &report)
{
	return report.kind == 0 || report.kind == kScxExitUnreg || report.kind == kScxExitSysrq;
}

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
		kernel_.reason = line.substr(0, kMaxExitText);
		set_kind(kernel_, exit_kind_from_reason(line));
	} else if (kernel_spoke() && kernel_.message.empty() &&
		   line.starts_with(scheduler_ + ": ")) {
		line.remove_prefix(scheduler_.size() + 2);
		kernel_.message = line.substr(0, kMaxExitText);
	}
}

void ExitTracker::log_line(std::string_view line)
{
	constexpr std::string_view kExit = "EXIT: ";
	const char *name = exit_kind_from_line(line);

	if (!name)
		return;
	program_ = {};
	set_kind(program_, name);
	program_.message = line.substr(kExit.size(), kMaxExitText);
}

ExitReport ExitTracker::report() const
{
	ExitReport report = kernel_spoke() ? kernel_ : program_;

	if (report.message.empty())
		report.message = program_.message;
	return report;
}

} /* namespace ktstr */
