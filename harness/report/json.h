/* SPDX-License-Identifier: GPL-2.0 */
/* --format json, and the part that it shares with result.json. Pure functions; any thread. */
#pragma once

#include <string>
#include <vector>

#include "harness/base/json_text.h"
#include "harness/report/reporter.h"

namespace ktstr {

/** Writes one JSON object, case by case; see reporter.h. */
std::unique_ptr<Reporter> make_json_reporter();

/** The whole output if nothing runs. */
std::string json_skip_all(const std::string &reason, const std::vector<std::string> &diagnostics);

/** One outcome; also the core of result.json. */
JsonValue outcome_json(const Outcome &outcome);

} /* namespace ktstr */
