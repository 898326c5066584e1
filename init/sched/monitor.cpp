/* SPDX-License-Identifier: GPL-2.0 */
#include "init/sched/monitor.h"

#include <algorithm>
#include <cstring>

#include "init/sched/exit_kind.h"
#include "init/sys.h"

namespace ktstr {

namespace {

/* When a process ends, its scheduler goes too, and the kernel then reports "unregistered". */
bool ended_by_its_process(const ExitReport &report, const Child &child)
{
	return child.ended && (report.kind == 0 || report.kind == kScxExitUnreg);
}

} /* namespace */

WireSchedExit wire_sched_exit(const ExitReport &report, const Child &child)
{
	WireSchedExit wire = {};
	std::string name = report.name.empty() ? "unknown" : report.name;

	if (ended_by_its_process(report, child))
		name = kExitKindProcess;
	wire.exit_code = child.exit_code;
	wire.signal = child.signal;
	wire.kind = report.kind;
	memcpy(wire.kind_name, name.data(), std::min(name.size(), sizeof(wire.kind_name) - 1));
	return wire;
}

std::string sched_exit_text(const ExitReport &report, const Child &child)
{
	std::string text = "scheduler's process " + child.describe();

	if (ended_by_its_process(report, child))
		return text + " without being asked to stop";
	std::string kernel = report.reason.empty() ? report.name : report.reason;
	if (!report.message.empty())
		kernel += (kernel.empty() ? "" : ": ") + report.message;
	return (kernel.empty() ? "sched_ext was disabled, no reason seen" : kernel) + "\n" + text;
}

ExitMonitor::ExitMonitor(Loop &loop, Records &records, KernelLog &kernel_log, const ScxSysfs &scx,
			 Scheduler &scheduler)
	: loop_(loop), records_(records), kernel_log_(kernel_log), scx_(scx), scheduler_(scheduler)
{
	kernel_log_.observe(
		[this](std::string_view line) { scheduler_.exit_tracker().kernel_line(line); });
}

bool ExitMonitor::exited() const
{
	return !scheduler_.alive() || scheduler_.exit_tracker().kernel_spoke() ||
	       scx_.state() != "enabled";
}

void ExitMonitor::report(uint64_t grace_ns)
{
	ExitTracker &tracker = scheduler_.exit_tracker();

	/*
	 * The kernel prints its line before the state is "disabled"; after that the process still
	 * reports.
	 */
	loop_.run_until(boot_time_ns() + grace_ns,
			[&] { return scx_.state() == "disabled" && !scheduler_.alive(); });
	kernel_log_.drain();
	/* One more turn for the line after the one already seen. */
	loop_.step(0);
	ExitReport report = tracker.report();
	records_.send_with(RecordType::sched_exited, wire_sched_exit(report, scheduler_.child()),
			   sched_exit_text(report, scheduler_.child()));
}

} /* namespace ktstr */
