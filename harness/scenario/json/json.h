/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Scenarios as JSON: in files that users write, in the output of --list -v, and in the job that
 * tells the guest what to do. Keys are field names. A variant has a key that names the alternative:
 * "type" for work, "op" for ops, "kind" for the rest. Fields with default values are left out. Pure
 * functions; any thread.
 */
#pragma once

#include <string>
#include <string_view>

#include "harness/scenario/scenario_case.h"
#include "vmm/base/result.h"

namespace ktstr {

constexpr size_t kMaxScenarioText = 1 << 20; /* bytes */

std::string to_json(const ScenarioCase &scenario);

/**
 * Checks syntax, names, types and each number's bounds; validate_scenario() checks how fields fit
 * together. Errors name @origin, and the line or the field: "scenario.steps[1].ops[0].cpuset.llc".
 */
Result<ScenarioCase> scenario_from_json(std::string_view text, const std::string &origin);

/** JSON Schema (draft 2020-12) of what scenario_from_json() accepts. */
std::string scenario_schema();

} /* namespace ktstr */
