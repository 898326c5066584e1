/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The parts of a scenario that guest and host must count alike: payloads, workers, windows. Pure;
 * any thread.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "harness/scenario/scenario.h"

namespace ktstr {

/** Sets the Payload::number of all payloads, in the order of the scenario. */
void number_payloads(Scenario *scenario);
/** All payloads, in the order of that number. */
std::vector<Payload> payloads_of(const Scenario &scenario);
/** The field that names @program first: "steps[0].ops[1].payload.program"; empty: none. */
std::string place_of_program(const Scenario &scenario, const std::string &program);

/** Whether some cgroup or op has work. */
bool starts_workers(const Scenario &scenario);

/** The length of each window in @step's hold; a hold of 0 ms has none. */
std::vector<uint32_t> window_lengths_ms(const Step &step, uint32_t duration_ms);
/** The number of windows of all steps. */
size_t window_count(const Scenario &scenario);

} /* namespace ktstr */
