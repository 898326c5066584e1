/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Turns the files in a session's folder into Evidence. Any thread, once the session has ended. A
 * missing or malformed file is itself evidence, never an error.
 */
#pragma once

#include <string>

#include "harness/hosts/host.h"
#include "harness/verdict/evidence.h"
#include "harness/verdict/splat.h"

namespace ktstr {

/** @end says how the session ended, @session_errors what it wrote to stderr. */
Evidence gather_evidence(const std::string &folder, const CommandResult &end,
			 const std::string &session_errors, const AllowList &allowed);

} /* namespace ktstr */
