/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Validates a whole scenario for its machine before anything boots: runs through its ops and checks
 * each against what exists at that point. Pure function; any thread.
 */
#pragma once

#include "harness/scenario/scenario.h"
#include "harness/scenario/topology/topology.h"
#include "vmm/base/result.h"

namespace ktstr {

/** Errors name the step and the op or field, as scenario_from_json() does, and how to fix it. */
Result<void> validate_scenario(const Scenario &scenario, const Topology &topology,
			       uint32_t deadline_ms);

} /* namespace ktstr */
