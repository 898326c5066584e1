/* SPDX-License-Identifier: GPL-2.0 */
/*
 * --doctor: what this machine can run, what is missing, and the command that mends each. Looks
 * only; changes nothing.
 */
#pragma once

#include "harness/options/cli.h"
#include "harness/options/settings.h"

namespace ktstr {

/** Exit code: 0 if cases can run here, 1 if not. */
int run_doctor(const Options &options, const Settings &settings);

} /* namespace ktstr */
