/* SPDX-License-Identifier: GPL-2.0 */
/* What people read of an outcome, line by line, for every format. Pure functions; any thread. */
#pragma once

#include <string>
#include <vector>

#include "harness/report/outcome.h"

namespace ktstr {

/** Lines of one case; the runner's prefixer is slow, and the whole story is in the artifacts. */
constexpr size_t kMaxDiagnostics = 60;
constexpr char kMoreInArtifacts[] = "(more in the artifacts)";

/**
 * First the verdict with its cause, last where the artifacts are and how to run it again. Unquoted.
 */
std::vector<std::string> diagnostic_lines(const Outcome &outcome);

/** "# " and @line, quoted; a repro line stays whole, as it is for copying. */
std::string comment(const std::string &line);

} /* namespace ktstr */
