/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Exit codes of the coordinator. exit_codes.cpp checks them against the tree's kselftest.h at
 * compile time if there is one. Its printing functions are not used: they print a skip as "ok N #
 * SKIP name", and bots want the name first.
 */
#pragma once

namespace ktstr {

constexpr int kExitPass = 0;
constexpr int kExitFail = 1;
constexpr int kExitSkip = 4;
constexpr int kExitUsage = 64;	     /* sysexits.h EX_USAGE */
constexpr int kExitCannotTell = 125; /* git-bisect(1): skip this commit */

} /* namespace ktstr */
