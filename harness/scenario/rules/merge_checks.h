/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which checks hold for a run: what the project, the scheduler and the scenario ask, as one. Pure.
 */
#pragma once

#include "harness/scenario/checks.h"

namespace ktstr {

/** What is asked of every scenario: no worker starves, none leaves its cpuset or runs while it is
 *  frozen, the scheduler stays attached, nothing is left. */
Checks project_checks();

/** Each bound is the scenario's where that is given (or off), else the scheduler's, else the
 *  project's. A yes or no is asked where all three ask for it. */
Checks merge_checks(const Checks &project, const Checks &scheduler, const Checks &scenario);

} /* namespace ktstr */
