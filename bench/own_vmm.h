/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Our machine as a command, to be timed beside QEMU's: boots, copies COM1 to standard output, and
 * exits with the guest. It confines its process as a session does.
 */
#pragma once

#include <string>

#include "bench/boot_setup.h"
#include "vmm/base/result.h"

namespace ktstr {

/** Runs until the guest ends. @cache_dir keeps unpacked kernels; no cache if empty. */
Result<void> run_own_vmm(const BootSetup &setup, const std::string &cache_dir);

} /* namespace ktstr */
