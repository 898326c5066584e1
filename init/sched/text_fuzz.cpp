/* SPDX-License-Identifier: GPL-2.0 */
/* All parsers of what the kernel says about a scheduler, and of what the scheduler says itself. */
#include <signal.h>

#include <algorithm>

#include "init/kernel_log.h"
#include "init/sched/attach.h"
#include "init/sched/exit_info.h"
#include "init/sched/exit_kind.h"
#include "init/sched/probe.h"
#include "init/sched/uevent.h"

namespace {

using namespace ktstr;

void fuzz_class(const std::string &text)
{
	constexpr char kKey[] = "ext.enabled";
	bool named = text.find(kKey) != text.npos;

	KTSTR_ASSERT(named || !sched_text_is_ext(text));
	KTSTR_ASSERT(named || sched_text_is_ext(text + kKey + "  :  1\nx : 0\n"));
}

void fuzz_uevent(const std::string &text)
{
	std::string ops = scx_ops_of_uevent(text);

	KTSTR_ASSERT(ops.find('\0') == ops.npos);
	KTSTR_ASSERT(ops.empty() || text.find("SCXOPS=" + ops) != text.npos);
	if (text.find("SCXOPS=") == text.npos)
		KTSTR_ASSERT(scx_ops_of_uevent(text + '\0' + "SCXOPS=x") == "x");
}

void fuzz_log(const std::string &text)
{
	constexpr unsigned kLines = 3;
	std::string tail = last_lines(text, kLines);

	KTSTR_ASSERT(text.find(tail) != text.npos && !tail.ends_with('\n'));
	KTSTR_ASSERT(std::ranges::count(tail, '\n') < kLines);
	KTSTR_ASSERT(last_lines(text, 0).empty());
	KTSTR_ASSERT(!likely_cause(text, -1, SIGSEGV).empty());
}

void check_report(const ExitTracker &tracker)
{
	ExitReport report = tracker.report();

	KTSTR_ASSERT(report.message.size() <= kMaxExitText && report.reason.size() <= kMaxExitText);
	KTSTR_ASSERT(tracker.kernel_spoke() == !report.reason.empty());
	KTSTR_ASSERT(report.kind == 0 || report.name == exit_kind_name(report.kind));
}

void fuzz_reason(const std::string &text)
{
	ExitTracker tracker;

	tracker.kernel_line("sched_ext: BPF scheduler \"x\" disabled (" + text + ")");
	tracker.kernel_line("sched_ext: x: " + text);
	check_report(tracker);
	if (text.find("disabled (") != text.npos)
		return;
	KTSTR_ASSERT(text.starts_with(tracker.report().reason));
	KTSTR_ASSERT(tracker.report().message == tracker.report().reason);
	tracker.kernel_line("sched_ext: x: " + text + std::string(kMaxExitText, 'x'));
	check_report(tracker);
}

/* Each line is an entry of /dev/kmsg and of the scheduler's log. */
void fuzz_lines(std::string_view text)
{
	ExitTracker tracker;

	while (!text.empty()) {
		size_t end = std::min(text.find('\n'), text.size());
		std::string_view message = kmsg_text(text);

		KTSTR_ASSERT(message.size() < text.size() && message.find('\n') == message.npos);
		tracker.kernel_line(message);
		tracker.log_line(text.substr(0, end));
		text.remove_prefix(std::min(end + 1, text.size()));
	}
	check_report(tracker);
}

} /* namespace */

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	std::string text(reinterpret_cast<const char *>(data), size);

	fuzz_class(text);
	fuzz_uevent(text);
	fuzz_log(text);
	fuzz_reason(text);
	fuzz_lines(text);
	return 0;
}
