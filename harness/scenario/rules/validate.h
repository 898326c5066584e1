/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Whether a scenario makes sense as a whole on its machine, told before anything boots: each op in
 * its turn against what is there by then. Pure function; any thread.
 */
#pragma once

#include "harness/scenario/scenario.h"
#include "harness/scenario/topology/topology.h"
#include "vmm/base/result.h"

namespace ktstr {

/** Errors name the step and the op or field, as scenario_from_json() does, and say what to do. */
Result<void> validate_scenario(const Scenario &scenario, const Topology &topology,
			       uint32_t deadline_ms);

} /* namespace ktstr */
