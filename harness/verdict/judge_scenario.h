/* SPDX-License-Identifier: GPL-2.0 */
/*
 * judge_scenario(): judges the checks of a scenario by the guest's measurements. Pure; any thread.
 */
#pragma once

#include "harness/scenario/scenario_case.h"
#include "harness/scenario/time_scale.h"
#include "harness/verdict/evidence.h"

namespace ktstr {

/**
 * Adds the checks of @scenario; those of its programs come before the guest's own. Missing or
 * inconsistent measurements become a check without data.
 */
void judge_scenario(Evidence *evidence, const ScenarioCase &scenario, TimeScale time_scale);

} /* namespace ktstr */
