/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Measures: for each bound of Checks, the worst measured value and its place.
 * harness/scenario/checks.h says what each means and when it has no data. Pure functions; any
 * thread.
 *
 * @shortest_ns: measures that chance would decide in a shorter window skip it: shares of workers
 * that take turns, and rates of rare events.
 */
#pragma once

#include "harness/judge/finding.h"
#include "harness/scenario/checks.h"
#include "harness/scenario/measurement.h"

namespace ktstr {

/** @worst is empty and knows which way is worse. A bound without a measure does not compile. */
template <Bound Checks::*bound>
Finding measure(const Measurements &measurements, uint64_t shortest_ns, Worst worst) = delete;

#define KTSTR_MEASURE(bound)                                                                       \
	template <>                                                                                \
	Finding measure<&Checks::bound>(const Measurements &, uint64_t shortest_ns, Worst worst)

/* For each worker, or all workers of a window: measure_workers.cpp. */
KTSTR_MEASURE(starved);
KTSTR_MEASURE(gap_ms);
KTSTR_MEASURE(isolation);
KTSTR_MEASURE(iterations_per_s);
KTSTR_MEASURE(run_delay_percent);
KTSTR_MEASURE(migrations_per_s);
KTSTR_MEASURE(local_pages_percent);

/* Between equal workers: measure_equals.cpp. */
KTSTR_MEASURE(spread_percent);
KTSTR_MEASURE(variation_percent);

/* Wake latency: measure_wakes.cpp. */
KTSTR_MEASURE(wake_p50_us);
KTSTR_MEASURE(wake_p99_us);

/* For CPUs, cgroups and the scheduler: measure_machine.cpp. */
KTSTR_MEASURE(imbalance_percent);
KTSTR_MEASURE(events_per_s);
KTSTR_MEASURE(pressure_percent);
KTSTR_MEASURE(throttled_percent);

#undef KTSTR_MEASURE

} /* namespace ktstr */
