/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The event counters of sched_ext (struct scx_event_stats, kernel/sched/ext/internal.h) that are no
 * fault of the scheduler. All others count as faults, so new ones fail until they are reviewed: the
 * kernel had to pick a CPU or queue for the scheduler (SELECT_CPU_FALLBACK,
 * DISPATCH_LOCAL_DSQ_OFFLINE), tasks were enqueued over and over (REENQ_LOCAL_REPEAT), the
 * scheduler inserted a task that it does not own (INSERT_NOT_OWNED), or it was bypassed
 * (BYPASS_ACTIVATE, BYPASS_DISPATCH, SUB_BYPASS_DISPATCH). Constants; any thread.
 */
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace ktstr {

struct HarmlessEvent {
	std::string_view name;
	const char *why;
};

inline constexpr std::array<HarmlessEvent, 6> kHarmlessEvents = {{
	{"SCX_EV_DISPATCH_KEEP_LAST",
	 "a CPU's only task keeps running, unless the scheduler sets SCX_OPS_ENQ_LAST"},
	{"SCX_EV_ENQ_SKIP_EXITING",
	 "exiting tasks skip a scheduler that does not set SCX_OPS_ENQ_EXITING"},
	{"SCX_EV_ENQ_SKIP_MIGRATION_DISABLED",
	 "so do tasks with migration disabled, without SCX_OPS_ENQ_MIGRATION_DISABLED"},
	{"SCX_EV_REENQ_IMMED",
	 "SCX_ENQ_IMMED returns a task by design if a higher class has taken the CPU"},
	{"SCX_EV_REFILL_SLICE_DFL",
	 "a scheduler may leave slices to the kernel; each DISPATCH_KEEP_LAST refills one too"},
	{"SCX_EV_BYPASS_DURATION",
	 "nanoseconds, not events; SCX_EV_BYPASS_ACTIVATE reports the bypass"},
}};

constexpr bool is_harmless_event(std::string_view name)
{
	return std::any_of(kHarmlessEvents.begin(), kHarmlessEvents.end(),
			   [name](const HarmlessEvent &event) { return event.name == name; });
}

} /* namespace ktstr */
