/* SPDX-License-Identifier: GPL-2.0 */
/* judge_checks(): compares measurements with a scenario's checks. Pure; any thread. */
#pragma once

#include <cstdint>
#include <vector>

#include "harness/scenario/checks.h"
#include "harness/scenario/guest.h"
#include "harness/scenario/measurement.h"
#include "harness/scenario/time_scale.h"

namespace ktstr {

/**
 * One report for each check of @merged (merge_checks()) that has a bound or is true, in the order
 * of declaration. It has the value, bound, unit and place of the worst window, worker or cgroup.
 * Leaves out checks of workers if the scenario starts none, of a scheduler if none was wanted, and
 * of frozen workers if there were none.
 *
 * Stretches bounds in milliseconds and microseconds by @time_scale; the report has the result.
 */
std::vector<CheckReport> judge_checks(const Checks &merged, const Measurements &measurements,
				      TimeScale time_scale);

} /* namespace ktstr */
