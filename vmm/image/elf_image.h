/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Reads the parts of an x86-64 vmlinux that a loader needs, out of hostile bytes: every offset is
 * checked against the file before it is used, and the counts are bounded. Stateless; any thread.
 */
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "vmm/base/result.h"
#include "vmm/image/kernel_image.h"

namespace ktstr {

struct ElfLayout {
	std::vector<KernelSegment> segments; /* PT_LOAD with memory, in file order */
	uint64_t entry = 0;
	uint64_t end = 0; /* first byte of the file behind everything in it */
};

bool is_elf(std::span<const std::byte> bytes);
Result<ElfLayout> parse_elf(std::span<const std::byte> bytes);

/** Contents of section @name; empty: there is none, or it has none, or the tables are damaged. */
std::span<const std::byte> elf_section(std::span<const std::byte> bytes, const char *name);

/** Fills the relocation lists of @image from what lies behind the ELF file, if anything does. */
Result<void> parse_relocations(std::span<const std::byte> table, KernelImage &image);

} /* namespace ktstr */
