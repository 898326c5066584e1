/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which of sched_ext's event counters (struct scx_event_stats, kernel/sched/ext/internal.h) say
 * nothing against a scheduler. All others count as faults, so that a new one is looked at before it
 * is let pass: the kernel had to pick a CPU or a queue in the scheduler's place
 * (SELECT_CPU_FALLBACK, DISPATCH_LOCAL_DSQ_OFFLINE), tasks went round in circles
 * (REENQ_LOCAL_REPEAT), the scheduler reached for what is not its own (INSERT_NOT_OWNED), or was
 * passed over (BYPASS_ACTIVATE, BYPASS_DISPATCH, SUB_BYPASS_DISPATCH). Constants; any thread.
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
	 "the only task of a CPU runs on, unless the scheduler asks for it with SCX_OPS_ENQ_LAST"},
	{"SCX_EV_ENQ_SKIP_EXITING",
	 "exiting tasks go past a scheduler that does not ask for them with SCX_OPS_ENQ_EXITING"},
	{"SCX_EV_ENQ_SKIP_MIGRATION_DISABLED",
	 "so do tasks with migration disabled, without SCX_OPS_ENQ_MIGRATION_DISABLED"},
	{"SCX_EV_REENQ_IMMED",
	 "SCX_ENQ_IMMED gives a task back by design, when a higher class took the CPU meanwhile"},
	{"SCX_EV_REFILL_SLICE_DFL",
	 "a scheduler may leave slices to the kernel; each DISPATCH_KEEP_LAST refills one too"},
	{"SCX_EV_BYPASS_DURATION",
	 "nanoseconds and no events; that there was a bypass is told by SCX_EV_BYPASS_ACTIVATE"},
}};

constexpr bool is_harmless_event(std::string_view name)
{
	return std::any_of(kHarmlessEvents.begin(), kHarmlessEvents.end(),
			   [name](const HarmlessEvent &event) { return event.name == name; });
}

} /* namespace ktstr */
