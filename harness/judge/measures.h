/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Measures: for each bound of Checks, its worst value in what was measured, and where that was.
 * What each means, and what is no data for it, is in harness/scenario/checks.h. Pure functions; any
 * thread.
 *
 * @shortest_ns: a shorter window is no data where chance would decide it: for shares of workers
 * that take turns, and for rates of rare events.
 */
#pragma once

#include "harness/judge/finding.h"
#include "harness/scenario/checks.h"
#include "harness/scenario/measurement.h"

namespace ktstr {

/** @worst is empty, and knows which way is worse. A bound without a measure does not compile. */
template <Bound Checks::*bound>
Finding measure(const Measurements &measurements, uint64_t shortest_ns, Worst worst) = delete;

#define KTSTR_MEASURE(bound)                                                                       \
	template <>                                                                                \
	Finding measure<&Checks::bound>(const Measurements &, uint64_t shortest_ns, Worst worst)

/* Of each worker, or of all of a window: measure_workers.cpp. */
KTSTR_MEASURE(starved);
KTSTR_MEASURE(gap_ms);
KTSTR_MEASURE(isolation);
KTSTR_MEASURE(iterations_per_s);
KTSTR_MEASURE(run_delay_percent);
KTSTR_MEASURE(migrations_per_s);
KTSTR_MEASURE(local_pages_percent);

/* Between workers that are equal: measure_equals.cpp. */
KTSTR_MEASURE(spread_percent);
KTSTR_MEASURE(variation_percent);

/* Wake latency: measure_wakes.cpp. */
KTSTR_MEASURE(wake_p50_us);
KTSTR_MEASURE(wake_p99_us);

/* Of CPUs, cgroups and the scheduler: measure_machine.cpp. */
KTSTR_MEASURE(imbalance_percent);
KTSTR_MEASURE(events_per_s);
KTSTR_MEASURE(pressure_percent);
KTSTR_MEASURE(throttled_percent);

#undef KTSTR_MEASURE

} /* namespace ktstr */
