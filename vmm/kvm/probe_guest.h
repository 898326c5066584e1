/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The guest that decides whether KVM is usable: a few instructions in long mode on page tables of
 * their own. They exercise what a kernel needs first: `lock cmpxchg16b` (the slab allocator) and a
 * data watchpoint. Runs on the calling thread, without a time limit.
 */
#pragma once

#include "vmm/base/result.h"
#include "vmm/base/unique_fd.h"

namespace ktstr {

/** Errors: the ioctl that failed, with its errno; or, with code 0, what the guest did wrong. */
Result<void> run_probe_guest(const UniqueFd &kvm);

} /* namespace ktstr */
