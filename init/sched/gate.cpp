/* SPDX-License-Identifier: GPL-2.0 */
#include "init/sched/gate.h"

namespace ktstr {

Gate::Gate(GateConfig config, const ScxSnapshot &before, uint64_t spawned_ns)
	: config_(std::move(config)), before_(before), last_(before), spawned_ns_(spawned_ns),
	  decided_ns_(spawned_ns)
{
	if (!before.present)
		decide(GateOutcome::sysfs_absent, spawned_ns);
}

void Gate::decide(GateOutcome outcome, uint64_t now_ns)
{
	if (outcome_ != GateOutcome::pending)
		return;
	outcome_ = outcome;
	decided_ns_ = now_ns;
}

void Gate::process_ended(uint64_t now_ns)
{
	decide(GateOutcome::died, now_ns);
}

void Gate::observe(const ScxSnapshot &snapshot, uint64_t now_ns)
{
	if (outcome_ != GateOutcome::pending)
		return;
	last_ = snapshot;
	if (!snapshot.present)
		decide(GateOutcome::sysfs_absent, now_ns);
	else if (missing().empty())
		decide(GateOutcome::attached, now_ns);
	else if (now_ns >= deadline_ns())
		decide(GateOutcome::timed_out, now_ns);
}

std::string Gate::missing() const
{
	if (last_.state != "enabled")
		return "state is '" + last_.state + "'";
	if (last_.ops.empty())
		return "root/ops cannot be read";
	if (!config_.expected_ops.empty() && last_.ops != config_.expected_ops)
		return "root/ops is '" + last_.ops + "', expected '" + config_.expected_ops + "'";
	/* scx_root_enable_workfn() increments it only after the uevent, so it may lag a little. */
	if (last_.enable_seq == before_.enable_seq)
		return "enable_seq has not changed";
	if (!last_.decided)
		return "no scheduling decision has gone through it";
	return {};
}

} /* namespace ktstr */
