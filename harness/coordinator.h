/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The coordinator: turns a command line into an exit code. The main thread owns everything; the
 * Dispatcher's workers and EndWatch threads are the only others.
 */
#pragma once

#include <string>
#include <vector>

namespace ktstr {

/** @arguments: without the program name. Returns the process's exit code. */
int run_coordinator(const std::vector<std::string> &arguments);

} /* namespace ktstr */
