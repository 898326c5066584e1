/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/report/outcome.h"

#include "harness/options/exit_codes.h"

namespace ktstr {

Totals count_outcomes(const std::vector<Outcome> &outcomes)
{
	Totals totals;

	for (const Outcome &outcome : outcomes) {
		switch (outcome.verdict.kind) {
		case VerdictKind::pass:
			totals.passed++;
			break;
		case VerdictKind::skip:
			totals.skipped++;
			break;
		case VerdictKind::error:
		case VerdictKind::inconclusive:
			totals.errors++;
			break;
		case VerdictKind::fail:
		case VerdictKind::lost:
		case VerdictKind::timeout:
		case VerdictKind::crash:
			totals.failed++;
			break;
		}
	}
	return totals;
}

int exit_code(const Totals &totals, bool bisect)
{
	if (bisect && totals.failed)
		return 1;
	if (bisect)
		return totals.errors || !totals.passed ? kExitCannotTell : kExitPass;
	if (totals.failed || totals.errors)
		return kExitFail;
	return totals.passed ? kExitPass : kExitSkip;
}

int command_exit_code(int code, bool bisect)
{
	/* git-bisect(1): 125 would skip the commit; more than 127 would abort the bisection. */
	if (bisect)
		return code ? kExitFail : kExitPass;
	return code & 0xff;
}

int no_command_exit_code(VerdictKind kind, bool bisect)
{
	switch (kind) {
	case VerdictKind::pass:
	case VerdictKind::skip:
	case VerdictKind::inconclusive:
	case VerdictKind::error:
		return bisect ? kExitCannotTell : kExitFail;
	case VerdictKind::fail:
	case VerdictKind::lost:
	case VerdictKind::timeout:
	case VerdictKind::crash:
		break;
	}
	return kExitFail;
}

} /* namespace ktstr */
