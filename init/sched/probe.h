/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Probe: a small task that requests SCHED_EXT, so that the BPF scheduler schedules it even if it
 * does not take all other tasks (SCX_OPS_SWITCH_PARTIAL). The attach gate owns it while it waits,
 * on PID 1's thread.
 *
 * While a scheduler is enabled, "ext.enabled : 1" in the task's /proc/PID/sched says that it is in
 * the ext class (task_on_scx(), kernel/sched/debug.c): its wakeups go through the scheduler's
 * select_cpu and enqueue. If that line does not exist, counters in root/events are the second sign.
 */
#pragma once

#include <string_view>

#include "init/child.h"
#include "init/sched/scx_sysfs.h"

namespace ktstr {

/** Whether the text of a /proc/PID/sched says that the task is in the ext class. */
bool sched_text_is_ext(std::string_view text);

class Probe {
public:
	explicit Probe(Reaper &reaper);
	~Probe();

	/** A task is in the ext class, or one of the scheduler's event counters moved. */
	bool decision_seen(const ScxSysfs &scx) const;

private:
	Child *task_ = nullptr;
};

} /* namespace ktstr */
