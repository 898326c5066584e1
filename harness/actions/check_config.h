/* SPDX-License-Identifier: GPL-2.0 */
/*
 * --check-config: prints only the kernel-config verdict, on stdout. Runs on the coordinator's main
 * thread.
 */
#pragma once

#include "harness/kernel/kernel_source.h"

namespace ktstr {

/** Prints the cases that @kernel cannot run. True: it can run all. */
bool print_config_verdict(const KernelUnderTest &kernel);

} /* namespace ktstr */
