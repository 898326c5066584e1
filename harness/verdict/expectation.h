/* SPDX-License-Identifier: GPL-2.0 */
/* Compares the fault that a case expects with its verdict. Pure functions; any thread. */
#pragma once

#include "harness/scenario/case.h"
#include "harness/verdict/verdict.h"

namespace ktstr {

/**
 * @verdict is judge(@evidence). A case that expects a fault passes if @verdict names exactly that
 * fault, at the expected stage, with the expected machine exit and words, and the kernel reported
 * nothing else. Skips, errors and other faults stay as they are.
 */
Verdict apply_expectation(const Verdict &verdict, const Expectation &expected,
			  const Evidence &evidence);

} /* namespace ktstr */
