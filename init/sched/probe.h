/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Probe: a small task that asks for SCHED_EXT, so that it is the BPF scheduler's to schedule
 * whether or not the scheduler takes all other tasks too (SCX_OPS_SWITCH_PARTIAL). Lives while the
 * attach gate waits; owned by it, on PID 1's thread.
 *
 * While a scheduler is enabled, "ext.enabled : 1" in the task's /proc/PID/sched says that it is in
 * the ext class (task_on_scx(), kernel/sched/debug.c): it is woken through the scheduler's
 * select_cpu and enqueue. Counters in root/events are the second sign, where that is absent.
 */
#pragma once

#include <string_view>

#include "init/child.h"
#include "init/sched/scx_sysfs.h"

namespace ktstr {

/** Whether the text of a /proc/PID/sched says that the task is in class ext. */
bool sched_text_is_ext(std::string_view text);

class Probe {
public:
	explicit Probe(Reaper &reaper);
	~Probe();

	/** A task is in class ext, or an event counter of the scheduler moved. */
	bool decision_seen(const ScxSysfs &scx) const;

private:
	Child *task_ = nullptr;
};

} /* namespace ktstr */
