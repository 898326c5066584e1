/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a scenario consists of, as far as guest and host have to count it alike: its payloads, its
 * workers, its windows. Pure; any thread.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "harness/scenario/scenario.h"

namespace ktstr {

/** Sets Payload::number of each, in the order in which they stand in the scenario. */
void number_payloads(Scenario *scenario);
/** By that number. */
std::vector<Payload> payloads_of(const Scenario &scenario);

/** Some cgroup or op has work. */
bool starts_workers(const Scenario &scenario);

/** One for each window that holding @step makes; 0 ms makes none. */
std::vector<uint32_t> window_lengths_ms(const Step &step, uint32_t duration_ms);
/** Of all steps. */
size_t window_count(const Scenario &scenario);

} /* namespace ktstr */
