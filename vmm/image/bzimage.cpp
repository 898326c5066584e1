/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/image/bzimage.h"

#include <algorithm>

#include "vmm/image/decompress.h"
#include "vmm/image/image_bytes.h"

namespace ktstr {

namespace {

constexpr uint64_t kSetupHeader = 0x1f1;
constexpr uint64_t kSetupHeaderLimit = 0x290; /* boot_params.edd_mbr_sig_buffer */
constexpr uint32_t kHdrS = 0x53726448;	      /* "HdrS" */
constexpr uint16_t kMinProtocol = 0x020c;     /* xloadflags; Linux 3.8 */
constexpr uint16_t kXlfKernel64 = 1;
constexpr uint64_t kMinKernelAlign = 2ull << 20;  /* MIN_KERNEL_ALIGN */
constexpr uint64_t kMaxKernelAlign = 16ull << 20; /* CONFIG_PHYSICAL_ALIGN's range */

/* struct setup_header from offset 0x1f1 on; see boot.rst, "The Real-Mode Kernel Header". */
struct [[gnu::packed]] SetupHeader {
	uint8_t setup_sects;
	uint16_t root_flags;
	uint32_t syssize;
	uint16_t ram_size, vid_mode, root_dev, boot_flag, jump;
	uint32_t header;
	uint16_t version;
	uint32_t realmode_swtch;
	uint16_t start_sys_seg, kernel_version;
	uint8_t type_of_loader, loadflags;
	uint16_t setup_move_size;
	uint32_t code32_start, ramdisk_image, ramdisk_size, bootsect_kludge;
	uint16_t heap_end_ptr;
	uint8_t ext_loader_ver, ext_loader_type;
	uint32_t cmd_line_ptr, initrd_addr_max, kernel_alignment;
	uint8_t relocatable_kernel, min_alignment;
	uint16_t xloadflags;
	uint32_t cmdline_size, hardware_subarch;
	uint64_t hardware_subarch_data;
	uint32_t payload_offset, payload_length;
	uint64_t setup_data, pref_address;
	uint32_t init_size;
};
static_assert(offsetof(SetupHeader, header) == 0x202 - kSetupHeader);
static_assert(offsetof(SetupHeader, kernel_alignment) == 0x230 - kSetupHeader);
static_assert(offsetof(SetupHeader, payload_offset) == 0x248 - kSetupHeader);
static_assert(offsetof(SetupHeader, init_size) == 0x260 - kSetupHeader);

Result<void> check_header(const SetupHeader &header)
{
	uint16_t version = header.version;
	if (version < kMinProtocol)
		return format_error("bzImage: boot protocol older than 2.12", hex(version));
	if (!(header.xloadflags & kXlfKernel64))
		return format_error("bzImage: no 64-bit entry point (XLF_KERNEL_64)");
	uint64_t align = header.kernel_alignment;
	if (align < kMinKernelAlign || align > kMaxKernelAlign || (align & (align - 1)))
		return format_error("bzImage: invalid kernel_alignment", hex(align));
	if (header.init_size == 0 || header.init_size > kMaxUnpacked)
		return format_error("bzImage: invalid init_size", hex(header.init_size));
	return {};
}

std::string read_release(std::span<const std::byte> file, uint16_t kernel_version)
{
	constexpr size_t kMaxRelease = 64; /* __NEW_UTS_LEN */
	std::string release;
	char c;
	for (uint64_t at = kernel_version + 0x200u; release.size() <= kMaxRelease; at++) {
		if (kernel_version == 0 || !copy_out(file, at, &c))
			return {};
		if (c == ' ' || c == '\0')
			return release;
		if (c < ' ' || c > '~')
			return {};
		release += c;
	}
	return {};
}

} /* namespace */

bool is_bzimage(std::span<const std::byte> file)
{
	uint32_t header = 0;
	return copy_out(file, 0x202, &header) && header == kHdrS;
}

Result<BzImageHeader> parse_bzimage(std::span<const std::byte> file)
{
	SetupHeader header;
	if (!is_bzimage(file) || !copy_out(file, kSetupHeader, &header))
		return format_error("bzImage: header is cut short");
	KTSTR_TRY(check_header(header));

	BzImageHeader out;
	/* boot.rst: 0 means 4, and the header ends where the jump at 0x200 goes. */
	uint64_t sectors = header.setup_sects ? header.setup_sects : 4;
	out.protected_offset = (sectors + 1) * 512;
	uint64_t size = header.syssize * 16ull;
	if (out.protected_offset > file.size() || size > file.size() - out.protected_offset)
		return format_error("bzImage: file is cut short",
				    std::to_string(file.size()) + " bytes of " +
					    std::to_string(out.protected_offset + size));
	out.payload_offset = out.protected_offset + header.payload_offset;
	out.payload_size = header.payload_length;
	if (slice(file, out.payload_offset, out.payload_size).empty())
		return format_error("bzImage: payload lies outside the file",
				    hex(out.payload_offset) + "+" + hex(out.payload_size));
	uint64_t end = std::clamp<uint64_t>(0x202 + (header.jump >> 8),
					    kSetupHeader + sizeof(header), kSetupHeaderLimit);
	std::span<const std::byte> raw = slice(file, kSetupHeader, end - kSetupHeader);
	out.setup_header.assign(raw.begin(), raw.end());
	if (raw.empty())
		return format_error("bzImage: header is cut short");
	out.preferred_address = header.pref_address;
	out.init_size = header.init_size;
	out.kernel_alignment = header.kernel_alignment;
	out.release = read_release(file, header.kernel_version);
	return out;
}

} /* namespace ktstr */
