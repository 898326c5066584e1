/* SPDX-License-Identifier: GPL-2.0 */
/*
 * --exec and --shell: runs one command in a guest, passes its output through and returns its exit
 * code. No TAP. Runs on the coordinator's main thread.
 */
#pragma once

#include <memory>

#include "harness/base/signals.h"
#include "harness/hosts/host.h"
#include "harness/run/run_context.h"

namespace ktstr {

/**
 * Exit code: the command's; 1 if the command did not finish (reason on stderr); with --bisect 0, 1
 * or 125. Destroys @preparing once preparation is complete.
 */
int run_guest_command(const RunContext &context, const HostFactory &make_host,
		      const EndSignals &signals, std::unique_ptr<EndWatch> preparing);

} /* namespace ktstr */
