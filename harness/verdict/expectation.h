/* SPDX-License-Identifier: GPL-2.0 */
/* What a case about a fault expects, held against its verdict. Pure functions; any thread. */
#pragma once

#include "harness/scenario/case.h"
#include "harness/verdict/verdict.h"

namespace ktstr {

/**
 * A case about a fault passes when @verdict, which judge() made of @evidence, names exactly that
 * fault, at its stage, with its machine exit and its words, and the kernel complained of nothing
 * else. Skips and errors stay what they are, and so does every other fault.
 */
Verdict apply_expectation(const Verdict &verdict, const Expectation &expected,
			  const Evidence &evidence);

} /* namespace ktstr */
