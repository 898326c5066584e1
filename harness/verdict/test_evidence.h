/* SPDX-License-Identifier: GPL-2.0 */
/* Evidence for tests. */
#pragma once

#include "harness/verdict/evidence.h"

namespace ktstr::test {

/** Evidence of a case that passes without a scheduler or checks. */
inline Evidence passing_evidence()
{
	Evidence e;

	e.session.machine_exit = "power_off";
	e.hello = true;
	e.case_starting = true;
	e.result = WireResult{};
	return e;
}

} /* namespace ktstr::test */
