/* SPDX-License-Identifier: GPL-2.0 */
/*
 * judge_scenario(): the checks of a scenario, judged by what the guest measured. Pure; any thread.
 */
#pragma once

#include "harness/scenario/scenario_case.h"
#include "harness/scenario/time_scale.h"
#include "harness/verdict/evidence.h"

namespace ktstr {

/**
 * Adds the checks that @scenario asks for, those of its programs before the guest's own. What the
 * guest did not measure, or not in a form that fits together, is a check without data.
 */
void judge_scenario(Evidence *evidence, const ScenarioCase &scenario, TimeScale time_scale);

} /* namespace ktstr */
