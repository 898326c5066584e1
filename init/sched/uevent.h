/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The kernel's word that a scheduler was enabled: the KOBJ_ADD uevent of /sys/kernel/sched_ext/root
 * (scx_root_enable_workfn()). It only makes us look at sysfs sooner; it proves nothing itself.
 */
#pragma once

#include <string>
#include <string_view>

#include "vmm/base/unique_fd.h"

namespace ktstr {

/** A listening socket; invalid where the kernel offers none. */
UniqueFd open_uevents();
/** Reads what is there; true if any of it was about sched_ext. */
bool take_scx_uevents(const UniqueFd &socket);
/** SCXOPS= of one uevent message ("action@path\0KEY=value\0..."); empty if it has none. */
std::string scx_ops_of_uevent(std::string_view message);

} /* namespace ktstr */
