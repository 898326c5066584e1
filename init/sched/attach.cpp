/* SPDX-License-Identifier: GPL-2.0 */
#include "init/sched/attach.h"

#include "init/sched/probe.h"
#include "init/sched/uevent.h"
#include "init/sys.h"

namespace ktstr {

namespace {

constexpr char kSysfsAbsentText[] =
	"this kernel has no /sys/kernel/sched_ext: it needs CONFIG_SCHED_CLASS_EXT=y (with "
	"CONFIG_BPF_SYSCALL, CONFIG_BPF_JIT and CONFIG_DEBUG_INFO_BTF) and sysfs mounted";

void watch(const AttachContext &context, Scheduler &scheduler, Gate &gate)
{
	UniqueFd uevents = open_uevents();
	Probe probe(context.reaper);

	if (uevents.valid())
		context.loop.add(uevents, [&] { take_scx_uevents(uevents); });
	while (gate.outcome() == GateOutcome::pending) {
		/* Any event ends the sleep: a death, a uevent, output, or kPollMs. */
		context.loop.step(Loop::kPollMs);
		ScxSnapshot snapshot = context.scx.read();
		if (snapshot.state == "enabled")
			snapshot.decided = probe.decision_seen(context.scx);
		/* Check the process last: what a dead one enabled does not count. */
		context.reaper.collect();
		if (!scheduler.alive())
			gate.process_ended(boot_time_ns());
		gate.observe(snapshot, boot_time_ns());
	}
	if (uevents.valid())
		context.loop.remove(uevents);
}

} /* namespace */

Result<GateOutcome> attach_scheduler(const AttachContext &context, Scheduler &scheduler)
{
	/*
	 * A crashing scheduler's last output may still be in flight, or its child holds the pipe
	 * open.
	 */
	constexpr uint64_t kLogGraceMs = 1000;
	const SchedulerJob &job = context.job;
	ScxSnapshot before = context.scx.read();
	GateConfig config = {job.expected_ops, context.time_scale.ns_of_ms(job.attach_ms)};

	if (!before.present) {
		Gate gate(config, before, boot_time_ns());

		context.records.send_with(RecordType::sched_not_attached,
					  wire_attach(gate, nullptr), kSysfsAbsentText);
		return gate.outcome();
	}
	KTSTR_TRY(scheduler.start(job));
	Gate gate(config, before, scheduler.spawned_ns());
	watch(context, scheduler, gate);

	const Child &child = scheduler.child();
	WireAttach wire = wire_attach(gate, &child);
	if (gate.outcome() == GateOutcome::attached) {
		context.records.send_with(RecordType::attached, wire);
	} else if (gate.outcome() == GateOutcome::died) {
		scheduler.finish_log(context.time_scale.ns_of_ms(kLogGraceMs));
		context.records.send_with(RecordType::sched_died, wire,
					  died_text(gate, child, scheduler.log_tail(),
						    context.time_scale.ns_of_ms(job.startup_ms)));
	} else if (gate.outcome() == GateOutcome::sysfs_absent) {
		context.records.send_with(RecordType::sched_not_attached, wire, kSysfsAbsentText);
	} else {
		context.records.send_with(RecordType::sched_not_attached, wire,
					  timed_out_text(gate, child) +
						  "\nlast lines of its log:\n" +
						  last_lines(scheduler.log_tail(), 12));
	}
	return gate.outcome();
}

} /* namespace ktstr */
