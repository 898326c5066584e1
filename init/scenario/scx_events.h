/* SPDX-License-Identifier: GPL-2.0 */
/* sched_ext's event counters. Stateless; any thread. */
#pragma once

#include <string>
#include <vector>

#include "harness/scenario/measurement.h"

namespace ktstr {

/** The counters of the attached scheduler; empty: no scheduler, or the kernel has none. */
std::vector<EventCount> scx_events(const std::string &path = "/sys/kernel/sched_ext/root/events");

/** The growth since @begin; nothing if either reading had no counters. */
std::optional<std::vector<EventCount>> event_growth(const std::vector<EventCount> &begin,
						    const std::vector<EventCount> &end);

} /* namespace ktstr */
