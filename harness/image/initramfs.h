/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Packs the guest's initramfs: init, the folders it mounts on, the two device nodes that its
 * console needs, and the files that a run includes. One archive serves all guests of a run. A
 * second, small one, which the kernel unpacks after it, holds what differs between guests.
 * Stateless; any thread.
 */
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "harness/image/includes.h"
#include "vmm/base/result.h"

namespace ktstr {

struct InitramfsPlan {
	std::string init_path;	      /* on the host: the static ktstr_init */
	std::vector<GuestFile> files; /* as collected; parent folders are added as needed */
};

/** Errors: a file cannot be read, two files conflict, or one takes the place of init. */
Result<std::vector<std::byte>> pack_initramfs(const InitramfsPlan &plan);

/** An archive with @text as /ktstr/job, to append to the one above. */
std::vector<std::byte> pack_job(std::string_view text);

} /* namespace ktstr */
