/* SPDX-License-Identifier: GPL-2.0 */
/* The command line that reruns one case. Pure, but reads the environment. Any thread. */
#pragma once

#include <cstdint>
#include <string>

#include "harness/run/run_context.h"

namespace ktstr {

/**
 * Shell words that rerun only @case_name, or the --scenario file, from any folder, with the same
 * kernel and options.
 */
std::string repro_line(const RunContext &context, const std::string &case_name,
		       const Topology &topology, uint64_t seed);

} /* namespace ktstr */
