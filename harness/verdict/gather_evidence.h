/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Reads what a session left in its folder into Evidence. Any thread, once its session has ended.
 * What is missing or malformed is itself evidence, never an error.
 */
#pragma once

#include <string>

#include "harness/hosts/host.h"
#include "harness/verdict/evidence.h"
#include "harness/verdict/splat.h"

namespace ktstr {

/** Evidence from the files of a session that has ended as @end says. */
Evidence gather_evidence(const std::string &folder, const CommandResult &end,
			 const std::string &session_errors, const AllowList &allowed);

} /* namespace ktstr */
