/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What PID 1 finds missing in an initramfs: file systems, links, limits, loopback, modules.
 * Called once by PID 1, in this order.
 */
#pragma once

#include <string>
#include <vector>

#include "vmm/base/result.h"

namespace ktstr {

/** proc, sys and dev: without them nothing works, so an error ends the run. */
Result<void> mount_essentials();
/** Loads modules in order; one that is already there is fine. */
Result<void> load_modules(const std::vector<std::string> &paths);
/** The rest; what this kernel does not have stays absent. Also limits, links, lo, hostname. */
void mount_optional();
/** Covers /sys/kernel, so that the guest looks like a kernel without sched_ext. */
Result<void> hide_scx_sysfs();

} /* namespace ktstr */
