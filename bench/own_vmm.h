/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Our own machine as a command, to be timed beside QEMU's: boots, copies COM1 to standard output,
 * ends with the guest. Everything a session does to its process (confinement) is done here too.
 */
#pragma once

#include <string>

#include "bench/boot_setup.h"
#include "vmm/base/result.h"

namespace ktstr {

/** Runs to the guest's end. @cache_dir keeps unpacked kernels; empty: none. */
Result<void> run_own_vmm(const BootSetup &setup, const std::string &cache_dir);

} /* namespace ktstr */
