/* SPDX-License-Identifier: GPL-2.0 */
/*
 * --exec and --shell: one guest, whose command's output is ours, and whose exit code becomes ours.
 * No TAP. Called by the coordinator's main thread.
 */
#pragma once

#include "harness/host.h"
#include "harness/run_context.h"
#include "harness/signals.h"

namespace ktstr {

/** Exit code: the command's; 1 where the guest did not come to running it (reason on stderr). */
int run_guest_command(const RunContext &context, Host &host, const EndSignals &signals);

} /* namespace ktstr */
