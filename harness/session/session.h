/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The session process: runs one VM from its spec to its result file, on real KVM or inside an
 * emulated host. The coordinator starts it through a Host as `ktstr session SPEC_FILE`. It judges
 * nothing: it enforces the deadlines and writes console, records and result to the run's folder.
 */
#pragma once

#include <string>

namespace ktstr {

/** Returns the process's exit code: 0 if it wrote a result file, 1 if not. */
int run_session(const std::string &spec_path);

} /* namespace ktstr */
