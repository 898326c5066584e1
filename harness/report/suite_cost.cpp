/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/report/suite_cost.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace ktstr {

SuiteCost suite_cost(const std::vector<Outcome> &outcomes, unsigned slots, uint64_t wall_ms)
{
	constexpr double kMsPerMinute = 60000;
	double slot_ms = double(slots) * double(wall_ms);
	SuiteCost cost = {.wall_ms = wall_ms, .slots = slots};
	uint64_t busy_ms = 0;
	size_t ran = 0;

	for (const Outcome &outcome : outcomes) {
		busy_ms += outcome.time_ms;
		ran += outcome.time_ms != 0;
	}
	if (slot_ms == 0)
		return cost;
	/* Case times are rounded, so their sum may exceed the slots' time. */
	cost.idle_percent = 100 * std::max(0.0, 1 - double(busy_ms) / slot_ms);
	cost.cases_per_minute = double(ran) * kMsPerMinute / double(wall_ms);
	return cost;
}

std::string suite_text(const SuiteCost &cost)
{
	char text[128];

	snprintf(text, sizeof(text),
		 "%.0f s with %u VM%s at a time, %.0f %% of it idle, %.1f cases per minute",
		 std::round(double(cost.wall_ms) / 1000), cost.slots, cost.slots == 1 ? "" : "s",
		 cost.idle_percent, cost.cases_per_minute);
	return text;
}

} /* namespace ktstr */
