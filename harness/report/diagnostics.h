/* SPDX-License-Identifier: GPL-2.0 */
/* The text lines of an outcome, the same for every format. Pure functions; any thread. */
#pragma once

#include <string>
#include <vector>

#include "harness/report/outcome.h"

namespace ktstr {

/** Lines per case: kselftest's prefixer is slow, and the artifacts have everything. */
constexpr size_t kMaxDiagnostics = 60;
constexpr char kMoreInArtifacts[] = "(more in the artifacts)";

/**
 * The verdict and its cause come first, the artifacts and the repro line last. Unquoted.
 */
std::vector<std::string> diagnostic_lines(const Outcome &outcome);

/** "# " and @line, quoted. Lines that users copy (repro, artifacts) stay whole. */
std::string comment(const std::string &line);

} /* namespace ktstr */
