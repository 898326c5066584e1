/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The kernel's boot information: struct boot_params (the "zero page"), the memory map, the command
 * line and the initrd (Documentation/arch/x86/boot.rst, zero-page.rst). Machine calls it once,
 * after load_kernel() and before any vCPU runs.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "vmm/base/result.h"
#include "vmm/guest_memory.h"
#include "vmm/image/kernel_image.h"

namespace ktstr {

struct BootConfig {
	std::vector<std::span<const std::byte>> initrd; /* cpio archives, in order */
	std::string command_line;
	std::span<const std::byte> setup_header; /* from a bzImage; empty for a vmlinux */
	LoadedKernel kernel = {};
	uint64_t acpi_rsdp = 0;	    /* guest-physical */
	uint64_t reserved_base = 0; /* MMIO range to mark reserved: ECAM */
	uint64_t reserved_size = 0;
};

/**
 * Writes initrd, command line and boot parameters to @memory. Errors: command line or initrd does
 * not fit; the kernel is outside the identity map.
 */
Result<void> write_boot_params(GuestMemory &memory, const BootConfig &config);

} /* namespace ktstr */
