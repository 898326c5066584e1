/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The rules that a list of cases must keep, apart from the one list of this binary (case.h), so
 * that they can be tested. Pure; any thread.
 */
#pragma once

#include <vector>

#include "harness/scenario/case.h"
#include "vmm/base/result.h"

namespace ktstr
{

/**
 * Sorts by name. Errors: a malformed name, no description, a name used twice, an impossible
 * topology.
 */
Result<void> sort_cases(std::vector<const Case *> &cases);

} /* namespace ktstr */
