/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The initramfs of an emulated host: our own program as /init, the modules for KVM and 9p, and the
 * agent's configuration. Built once per Host, on its thread.
 */
#pragma once

#include "harness/hosts/host.h"
#include "vmm/base/result.h"
#include "vmm/base/unique_fd.h"

namespace ktstr {

/** @folders without duplicates; parents come before what is mounted inside them. */
std::vector<SharedFolder> mount_order(std::vector<SharedFolder> folders);

/** Returns a memfd with the archive. @config.folders must be in mount order. */
Result<UniqueFd> build_agent_image(const EmulatedHostConfig &config);

} /* namespace ktstr */
