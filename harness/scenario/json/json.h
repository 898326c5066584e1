/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Scenarios as JSON: as files that people write, as what --list -v shows, and as the one record by
 * which the host tells the guest what to do. Keys are the fields' names; of a variant one key tells
 * the alternative: "type" of work, "op" of ops, "kind" of the rest. What stands at its default is
 * left out. Pure functions; any thread.
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
 * Checks syntax, names, types and each number's bounds; what belongs together is for
 * validate_scenario(). Errors name @origin, and the line or the field:
 * "steps[1].ops[0].cpuset.llc".
 */
Result<ScenarioCase> scenario_from_json(std::string_view text, const std::string &origin);

/** JSON Schema (draft 2020-12) of what scenario_from_json() takes. */
std::string scenario_schema();

} /* namespace ktstr */
