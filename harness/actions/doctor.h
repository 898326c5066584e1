/* SPDX-License-Identifier: GPL-2.0 */
/*
 * --doctor: prints what this machine can run, what is missing, and the command that fixes each.
 * Installs and builds nothing.
 */
#pragma once

#include "harness/options/cli.h"
#include "harness/options/settings.h"

namespace ktstr {

/** Exit code: 0 if cases can run here, 1 if not. */
int run_doctor(const Options &options, const Settings &settings);

} /* namespace ktstr */
