/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Merges the checks of the project, the scheduler and the scenario into those of a run. Pure.
 */
#pragma once

#include "harness/scenario/checks.h"

namespace ktstr {

/**
 * Checks of every scenario: no worker starves, leaves its cpuset or runs while frozen; the
 * scheduler stays attached; nothing is left.
 */
Checks project_checks();

/**
 * Each bound is the scenario's if given (or off), else the scheduler's, else the project's. A flag
 * is set if all three set it.
 */
Checks merge_checks(const Checks &project, const Checks &scheduler, const Checks &scenario);

} /* namespace ktstr */
