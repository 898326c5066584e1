/* SPDX-License-Identifier: GPL-2.0 */
/* An outcome for tests, with a diagnostic that must be quoted before CI bots see it. */
#pragma once

#include "harness/report/outcome.h"

namespace ktstr::test {

inline Outcome make_outcome(VerdictKind kind, const std::string &reason)
{
	Outcome o;

	o.name = "case.one";
	o.time_ms = 812;
	o.verdict = {kind, reason, {"because [FAIL]\n"}};
	o.repro = "./run_ktstr.sh case.one";
	o.artifacts = "/tmp/x";
	return o;
}

} /* namespace ktstr::test */
