/* SPDX-License-Identifier: GPL-2.0 */
/* The line that runs one case again. Pure, but for the environment that it repeats; any thread. */
#pragma once

#include <cstdint>
#include <string>

#include "harness/run/run_context.h"

namespace ktstr {

/**
 * Shell words that run just @case_name, or the file of --scenario, again, on the same kernel and so
 * on, from any folder.
 */
std::string repro_line(const RunContext &context, const std::string &case_name,
		       const Topology &topology, uint64_t seed);

} /* namespace ktstr */
