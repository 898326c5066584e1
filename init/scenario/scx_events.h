/* SPDX-License-Identifier: GPL-2.0 */
/* sched_ext's event counters. Stateless; any thread. */
#pragma once

#include <string>
#include <vector>

#include "harness/scenario/measurement.h"

namespace ktstr {

/** Those of the attached scheduler; empty: there is none, or a kernel without them. */
std::vector<EventCount> scx_events(const std::string &path = "/sys/kernel/sched_ext/root/events");

/** What came since @begin; nothing where the counters were not there at one of the looks. */
std::optional<std::vector<EventCount>> event_growth(const std::vector<EventCount> &begin,
						    const std::vector<EventCount> &end);

} /* namespace ktstr */
