/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Parses what a loader needs from an untrusted x86-64 vmlinux. Every offset is checked against the
 * file before use, and counts are bounded. Stateless; any thread.
 */
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "vmm/base/result.h"
#include "vmm/image/kernel_image.h"

namespace ktstr {

struct ElfLayout {
	std::vector<KernelSegment> segments; /* PT_LOAD with a memory size, in file order */
	uint64_t entry = 0;
	uint64_t end = 0; /* file offset after everything the headers describe */
};

bool is_elf(std::span<const std::byte> bytes);
Result<ElfLayout> parse_elf(std::span<const std::byte> bytes);

/**
 * Contents of section @name. Empty if the section is absent or empty, or the tables are damaged.
 */
std::span<const std::byte> elf_section(std::span<const std::byte> bytes, const char *name);

/** Fills the relocation lists of @image from the data after the ELF file, if there is any. */
Result<void> parse_relocations(std::span<const std::byte> table, KernelImage &image);

} /* namespace ktstr */
