/* SPDX-License-Identifier: GPL-2.0 */
/*
 * --exec and --shell: one guest, whose command's output is ours, and whose exit code becomes ours.
 * No TAP. Called by the coordinator's main thread.
 */
#pragma once

#include <memory>

#include "harness/base/signals.h"
#include "harness/hosts/host.h"
#include "harness/run/run_context.h"

namespace ktstr {

/**
 * Exit code: the command's; 1 where the guest did not come to running it (reason on stderr); with
 * --bisect 0, 1 or 125. @preparing ends with the last step that cannot be cancelled.
 */
int run_guest_command(const RunContext &context, const HostFactory &make_host,
		      const EndSignals &signals, std::unique_ptr<EndWatch> preparing);

} /* namespace ktstr */
