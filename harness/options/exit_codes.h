/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Exit codes of the coordinator. exit_codes.cpp checks them against the tree's own kselftest.h at
 * compile time where that is at hand; its printing functions do not serve (a skip is printed as
 * "ok N # SKIP name", and the contract wants the name first).
 */
#pragma once

namespace ktstr {

constexpr int kExitPass = 0;
constexpr int kExitFail = 1;
constexpr int kExitSkip = 4;
constexpr int kExitUsage = 64;	     /* sysexits.h EX_USAGE */
constexpr int kExitCannotTell = 125; /* git-bisect(1): skip this commit */

} /* namespace ktstr */
