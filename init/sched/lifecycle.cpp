/* SPDX-License-Identifier: GPL-2.0 */
#include "init/sched/lifecycle.h"

#include <unistd.h>

#include "harness/wire/waits.h"
#include "init/mounts.h"
#include "init/sched/attach.h"
#include "init/sched/builtin.h"
#include "init/sys.h"

namespace ktstr {

uint64_t SchedulerLife::deadline(uint32_t ms) const
{
	return boot_time_ns() + home_.time_scale.ns_of_ms(ms);
}

Result<bool> SchedulerLife::start()
{
	if (job_.hide_sysfs)
		KTSTR_TRY(hide_scx_sysfs());
	before_ = list_bpf_objects();
	process_.emplace(home_.loop, home_.records, home_.reaper);
	/* Before the spawn, so that no word of the kernel is missed. */
	monitor_.emplace(home_.loop, home_.records, home_.kernel_log, home_.scx, *process_);
	AttachContext context = {home_.loop, home_.records, home_.reaper,
				 home_.scx,  job_,	    home_.time_scale};
	attached_ = KTSTR_TRY(attach_scheduler(context, *process_)) == GateOutcome::attached;
	return attached_;
}

void SchedulerLife::report_exit()
{
	if (exit_reported_)
		return;
	monitor_->report(home_.time_scale.ns_of_ms(waits::kExitGraceMs));
	exit_reported_ = true;
}

SchedulerEnd SchedulerLife::stop(const CheckSink &report)
{
	/* Nothing of it was started. */
	if (!process_)
		return SchedulerEnd::clean;
	StopOutcome outcome =
		process_->stop(home_.scx, {home_.time_scale.ns_of_ms(waits::kTermMs),
					   home_.time_scale.ns_of_ms(waits::kKillMs)});

	if (outcome == StopOutcome::would_not_die)
		home_.records.send_text(RecordType::fatal,
					"the scheduler would not die: " +
						process_->describe_hang(home_.scx));
	home_.kernel_log.drain();
	process_->finish_log(home_.time_scale.ns_of_ms(waits::kLogGraceMs));
	SchedulerEnd end = end_of(outcome);
	if (attached_ && end == SchedulerEnd::clean && report)
		report(check_leftovers());
	return end;
}

SchedulerEnd SchedulerLife::end_of(StopOutcome outcome)
{
	/* Our stop and its own end may have crossed: then only the kernel's reason tells. */
	bool by_itself = outcome == StopOutcome::already_gone ||
			 !is_asked_for(process_->exit_tracker().report());

	if (attached_ && by_itself)
		report_exit();
	if (outcome == StopOutcome::would_not_die)
		return SchedulerEnd::would_not_die;
	return exit_reported_ ? SchedulerEnd::exited : SchedulerEnd::clean;
}

CheckReport SchedulerLife::check_leftovers()
{
	AfterDetach after;
	CheckReport report;

	/* Ours, by which the case's body read what is in the scheduler. */
	unlink(kCountersPin);
	unlink(kVariablesPin);
	home_.loop.run_until(deadline(waits::kLeftMs), [&] {
		Result<std::vector<BpfObject>> objects = list_bpf_objects();

		if (!before_.ok() || !objects.ok()) {
			const Error &error = before_.ok() ? objects.error() : before_.error();
			report = {.name = "nothing-left-after-detach",
				  .status = CheckReport::no_data,
				  .detail = error.to_string()};
			return true;
		}
		after = {std::move(objects).value(), home_.scx.state()};
		report = judge_leftovers(before_.value(), after);
		return report.status == CheckReport::pass;
	});
	return report;
}

} /* namespace ktstr */
