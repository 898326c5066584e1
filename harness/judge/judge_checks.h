/* SPDX-License-Identifier: GPL-2.0 */
/*
 * judge_checks(): what a scenario's checks say about what was measured. Pure; any thread.
 */
#pragma once

#include <cstdint>
#include <vector>

#include "harness/scenario/checks.h"
#include "harness/scenario/guest.h"
#include "harness/scenario/measurement.h"
#include "harness/scenario/time_scale.h"

namespace ktstr {

/**
 * One report for each check of @merged (merge_checks()) that is asked, in the order of their
 * declaration, about its worst window, worker or cgroup: value, bound, unit and where. Asked is
 * what has a bound or is true, except that nothing is asked of workers where the scenario starts
 * none, nothing of a scheduler where none was wanted, and nothing of frozen workers where there
 * were none.
 *
 * Bounds in milliseconds and microseconds are stretched by @time_scale;
 * the report's bound is the stretched one.
 */
std::vector<CheckReport> judge_checks(const Checks &merged, const Measurements &measurements,
				      TimeScale time_scale);

} /* namespace ktstr */
