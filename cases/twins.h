/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the twins share. A twin is a scenario that is correct except for one violation, which must
 * fail the check that the twin is named after. The twins show that each of these checks can fail.
 * Pure; any thread.
 */
#pragma once

#include "harness/scenario/case.h"

namespace ktstr {

/** The verdict that a twin must get; @mentions is part of the check's detail. */
inline Expectation fails(const char *reason, const char *mentions)
{
	return {VerdictKind::fail, reason, Expectation::in_case, "power-off", mentions};
}

} /* namespace ktstr */
