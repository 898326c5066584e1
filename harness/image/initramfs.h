/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Packs the guest's first root file system: init, the folders it mounts on, the two device nodes
 * without which it has no console, and the files a run includes. One archive serves all guests of
 * a run; what differs between them is a second, small one that the kernel unpacks after it.
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
	std::vector<GuestFile> files; /* as collected; parents are added as needed */
};

/** Errors: a file that cannot be read, two that cannot both be, one in the place of init. */
Result<std::vector<std::byte>> pack_initramfs(const InitramfsPlan &plan);

/** /ktstr/job with @text: follows the archive above. */
std::vector<std::byte> pack_job(std::string_view text);

} /* namespace ktstr */
