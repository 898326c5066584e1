/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Reads the header of a bzImage (Documentation/arch/x86/boot.rst) out of hostile bytes. Stateless;
 * any thread.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "vmm/base/result.h"

namespace ktstr {

struct BzImageHeader {
	std::vector<std::byte> setup_header; /* bytes 0x1f1.. as boot_params takes them */
	uint64_t protected_offset = 0;	     /* of the protected-mode part, into the file */
	uint64_t payload_offset = 0;	     /* of the packed vmlinux, into the file */
	uint64_t payload_size = 0;
	uint64_t preferred_address = 0;
	uint64_t init_size = 0; /* bytes of RAM from the load address on */
	uint64_t kernel_alignment = 0;
	std::string release; /* up to the first space of kernel_version */
};

bool is_bzimage(std::span<const std::byte> file);
/** Errors: too old a protocol, no 64-bit entry, cut short, or values out of bounds. */
Result<BzImageHeader> parse_bzimage(std::span<const std::byte> file);

} /* namespace ktstr */
