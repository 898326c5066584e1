/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Parses the header of an untrusted bzImage (Documentation/arch/x86/boot.rst). Stateless; any
 * thread.
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
	std::vector<std::byte> setup_header; /* bytes from 0x1f1 on, as boot_params takes them */
	uint64_t protected_offset = 0;	     /* file offset of the protected-mode part */
	uint64_t payload_offset = 0;	     /* file offset of the packed vmlinux */
	uint64_t payload_size = 0;
	uint64_t preferred_address = 0;
	uint64_t init_size = 0; /* bytes of RAM needed from the load address on */
	uint64_t kernel_alignment = 0;
	std::string release; /* kernel_version up to its first space */
};

bool is_bzimage(std::span<const std::byte> file);
/** Errors: boot protocol too old, no 64-bit entry, file cut short, or values out of bounds. */
Result<BzImageHeader> parse_bzimage(std::span<const std::byte> file);

} /* namespace ktstr */
