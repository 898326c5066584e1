/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/options/exit_codes.h"

#if __has_include("../../../kselftest.h")
#pragma GCC diagnostic ignored "-Wunused-variable"
#include "../../../kselftest.h"

static_assert(ktstr::kExitPass == KSFT_PASS);
static_assert(ktstr::kExitFail == KSFT_FAIL);
static_assert(ktstr::kExitSkip == KSFT_SKIP);
#endif
