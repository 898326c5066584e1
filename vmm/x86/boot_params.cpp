/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/x86/boot_params.h"

#include <asm/bootparam.h>

#include <algorithm>
#include <memory>

#include "vmm/x86/layout.h"

namespace ktstr {

namespace {

constexpr size_t kMaxCommandLine = 2047; /* COMMAND_LINE_SIZE less its NUL */
/* boot.rst, initrd_addr_max: the limit for a kernel that does not set one. */
constexpr uint64_t kInitrdLimit = 0x80000000;
constexpr uint64_t kInitrdFloor =
	0x1000000; /* clear of ISA memory and of the kernel's early allocations */
constexpr uint64_t kPage = 0x1000;
constexpr uint64_t kArchiveAlign = 4; /* init/initramfs.c unpack_to_rootfs() */

constexpr uint8_t kLoaderUndefined = 0xff;
constexpr uint16_t kBootSectorMagic = 0xaa55;
constexpr uint32_t kHeaderMagic = 0x53726448; /* "HdrS" */
constexpr uint16_t kProtocolVersion = 0x020f;

/* uapi <asm/e820.h> and <asm/bootparam.h> */
constexpr uint32_t kE820Ram = 1;
constexpr uint32_t kE820Reserved = 2;
constexpr uint32_t kE820Acpi = 3;

uint64_t align_up(uint64_t value, uint64_t align)
{
	return (value + align - 1) & ~(align - 1);
}

/**
 * A page-aligned address for @size bytes in low RAM, clear of the kernel; 0 if there is no room.
 */
uint64_t find_initrd_place(const GuestMemory &memory, const LoadedKernel &kernel, uint64_t size)
{
	uint64_t limit = std::min(memory.ranges()[0].size, kInitrdLimit);
	for (uint64_t top : {limit, std::min(limit, kernel.physical_base)}) {
		if (top < size)
			continue;
		uint64_t start = (top - size) & ~(kPage - 1);
		bool clear = start >= kernel.end || top <= kernel.physical_base;
		if (start >= kInitrdFloor && clear)
			return start;
	}
	return 0;
}

Result<void> place_initrd(GuestMemory &memory, const BootConfig &config, boot_params &params)
{
	uint64_t size = 0;
	for (auto archive : config.initrd)
		size = align_up(size, kArchiveAlign) + archive.size();
	if (!size)
		return {};
	uint64_t start = find_initrd_place(memory, config.kernel, size);
	if (!start)
		return Error{ENOMEM, "initrd does not fit into guest memory", std::to_string(size)};

	uint64_t at = start;
	for (auto archive : config.initrd) {
		at = align_up(at, kArchiveAlign); /* fresh memory: the gap is zero */
		if (!memory.write_bytes(at, archive))
			return format_error("initrd is outside guest memory");
		at += archive.size();
	}
	params.hdr.ramdisk_image = uint32_t(start);
	params.hdr.ramdisk_size = uint32_t(size);
	return {};
}

Result<void> place_command_line(GuestMemory &memory, const BootConfig &config, boot_params &params)
{
	size_t limit = kMaxCommandLine;
	if (!config.setup_header.empty())
		limit = std::min<size_t>(limit, params.hdr.cmdline_size);
	const std::string &line = config.command_line;
	if (line.size() > limit)
		return Error{E2BIG, "kernel command line", std::to_string(line.size())};
	auto text = std::as_bytes(std::span(line.c_str(), line.size() + 1));
	if (!memory.write_bytes(layout::kCommandLine, text))
		return format_error("kernel command line is outside guest memory");
	params.hdr.cmd_line_ptr = layout::kCommandLine;
	return {};
}

void add_e820(boot_params &params, uint64_t start, uint64_t end, uint32_t type)
{
	KTSTR_ASSERT(params.e820_entries < E820_MAX_ENTRIES_ZEROPAGE);
	boot_e820_entry &entry = params.e820_table[params.e820_entries++];
	entry.addr = start;
	entry.size = end - start;
	entry.type = type;
}

void fill_e820(const GuestMemory &memory, const BootConfig &config, boot_params &params)
{
	add_e820(params, 0, layout::kLowRamEnd, kE820Ram);
	add_e820(params, layout::kAcpiTables, layout::kAcpiTablesEnd, kE820Acpi);
	add_e820(params, layout::kHighRam, memory.ranges()[0].size, kE820Ram);
	if (config.reserved_size)
		add_e820(params, config.reserved_base, config.reserved_base + config.reserved_size,
			 kE820Reserved);
	for (size_t i = 1; i < memory.ranges().size(); i++) {
		const MemoryRange &range = memory.ranges()[i];
		add_e820(params, range.guest_address, range.guest_address + range.size, kE820Ram);
	}
}

} /* namespace */

Result<void> write_boot_params(GuestMemory &memory, const BootConfig &config)
{
	if (config.kernel.end > layout::kIdentityMapped)
		return Error{EFBIG, "kernel lies above 4 GiB", {}};

	auto params = std::make_unique<boot_params>();
	setup_header &hdr = params->hdr;
	if (config.setup_header.empty()) {
		hdr.boot_flag = kBootSectorMagic;
		hdr.header = kHeaderMagic;
		hdr.version = kProtocolVersion;
		hdr.kernel_alignment = 0x200000;
	} else {
		size_t size = std::min(config.setup_header.size(), sizeof(hdr));
		memcpy(&hdr, config.setup_header.data(), size);
	}
	hdr.type_of_loader = kLoaderUndefined;
	hdr.loadflags |= LOADED_HIGH;
	if (config.kernel.randomised)
		hdr.loadflags |= KASLR_FLAG;
	params->acpi_rsdp_addr = config.acpi_rsdp;

	fill_e820(memory, config, *params);
	KTSTR_TRY(place_command_line(memory, config, *params));
	KTSTR_TRY(place_initrd(memory, config, *params));
	if (!memory.write(layout::kBootParams, *params))
		return format_error("boot parameters are outside guest memory");
	return {};
}

} /* namespace ktstr */
