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
#include "harness/scenario/measurement.h"

namespace ktstr {

using Measure = Finding(const Measurements &measurements, uint64_t shortest_ns);

/* Of each worker, or of all of a window: measure_workers.cpp. */
Measure measure_starved;
Measure measure_gap;
Measure measure_isolation;
Measure measure_throughput;
Measure measure_run_delay;
Measure measure_migrations;
Measure measure_local_pages;

/* Between workers that are equal: measure_equals.cpp. */
Measure measure_spread;
Measure measure_variation;

/* Wake latency: measure_wakes.cpp. */
Measure measure_wake_p50;
Measure measure_wake_p99;

/* Of CPUs, cgroups and the scheduler: measure_machine.cpp. */
Measure measure_imbalance;
Measure measure_events;
Measure measure_pressure;
Measure measure_throttled;

} /* namespace ktstr */
