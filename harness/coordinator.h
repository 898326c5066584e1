/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The coordinator: from a command line to an exit code. Single main thread, which owns everything;
 * the Dispatcher's workers are the only others.
 */
#pragma once

#include <string>
#include <vector>

namespace ktstr {

/** @arguments without the program's name. Returns the process's exit code. */
int run_coordinator(const std::vector<std::string> &arguments);

} /* namespace ktstr */
