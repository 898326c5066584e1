/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The session process: one VM from its spec to its result file, the same on real KVM and inside an
 * emulated host. Started by the coordinator through a Host as `ktstr session SPEC_FILE`. It judges
 * nothing: it keeps the deadlines, and leaves console, records and result in the run's folder.
 */
#pragma once

#include <string>

namespace ktstr {

/** Returns the process's exit code: 0 where a result was written, 1 where not even that. */
int run_session(const std::string &spec_path);

} /* namespace ktstr */
