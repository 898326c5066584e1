/* SPDX-License-Identifier: GPL-2.0 */
/*
 * --check-config: the kernel-config verdict alone, on stdout. Called by the coordinator's main
 * thread.
 */
#pragma once

#include "harness/kernel/kernel_source.h"

namespace ktstr {

/** Says which cases @kernel keeps from running. False: some. */
bool print_config_verdict(const KernelUnderTest &kernel);

} /* namespace ktstr */
