/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The KOBJ_ADD uevent of /sys/kernel/sched_ext/root, which says that a scheduler was enabled
 * (scx_root_enable_workfn()). It only makes init read sysfs sooner; it proves nothing itself.
 */
#pragma once

#include <string>
#include <string_view>

#include "vmm/base/unique_fd.h"

namespace ktstr {

/** A listening socket; invalid if the kernel has none. */
UniqueFd open_uevents();
/** Reads all pending uevents; true if any was about sched_ext. */
bool take_scx_uevents(const UniqueFd &socket);
/** SCXOPS= in one uevent message ("action@path\0KEY=value\0..."); empty if absent. */
std::string scx_ops_of_uevent(std::string_view message);

} /* namespace ktstr */
