/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What PID 1 must set up in an initramfs: file systems, links, limits, loopback, modules. PID 1
 * calls these once, in this order.
 */
#pragma once

#include <string>
#include <vector>

#include "vmm/base/result.h"

namespace ktstr {

/** proc, sys and dev. Nothing works without them, so an error ends the run. */
Result<void> mount_essentials();
/** Loads modules in order; one that is already loaded is fine. */
Result<void> load_modules(const std::vector<std::string> &paths);
/**
 * Everything else that this kernel supports. Also limits, links, lo, host name. Files that the
 * image has in /tmp, /run and /dev/shm stay visible.
 */
void mount_optional();
/** Writes @path, with localhost and our own name, unless the image has one. */
void provide_hosts(const char *path);
/** Covers /sys/kernel, so that the guest looks as if its kernel had no sched_ext. */
Result<void> hide_scx_sysfs();

} /* namespace ktstr */
