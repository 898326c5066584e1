/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the twins share. A twin is a scenario that would be healthy but for one violation, so that
 * the check it is named after must fail: none of these checks is one that cannot. Pure; any thread.
 */
#pragma once

#include "harness/scenario/case.h"

namespace ktstr {

/** The verdict that a twin must get; @mentions: part of what the check says it saw. */
inline Expectation fails(const char *reason, const char *mentions)
{
	return {VerdictKind::fail, reason, Expectation::in_case, "power-off", mentions};
}

} /* namespace ktstr */
