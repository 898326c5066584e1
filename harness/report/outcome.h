/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Outcome: the result of one planned case, and the totals of many. Plain data and pure functions;
 * any thread.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "harness/verdict/verdict.h"

namespace ktstr {

/** One planned case that has ended or was given up. */
struct Outcome {
	std::string name; /* [A-Za-z0-9_.:-]+, unique in the plan */
	std::string description;
	std::string topology;
	std::string scheduler;
	Verdict verdict;
	uint64_t time_ms = 0;
	std::string repro;	  /* command line that runs only this case */
	std::string artifacts;	  /* folder; empty if nothing ran */
	unsigned host_losses = 0; /* emulated hosts that died while running it */
};

struct Totals {
	size_t passed = 0;
	size_t skipped = 0;
	size_t failed = 0; /* the kernel's fault */
	size_t errors = 0; /* the host's fault, and inconclusive runs */
};

Totals count_outcomes(const std::vector<Outcome> &outcomes);
/** The process's exit code: 0, 1 or 4; with @bisect 0, 1 or 125. */
int exit_code(const Totals &totals, bool bisect);
/** --exec and --shell: the command ended with @code. */
int command_exit_code(int code, bool bisect);
/** --exec and --shell: the command did not finish; @kind says why. */
int no_command_exit_code(VerdictKind kind, bool bisect);

} /* namespace ktstr */
