/* SPDX-License-Identifier: GPL-2.0 */
/*
 * KernelImage: a kernel file read, checked and made ready to load: an ELF vmlinux (given directly,
 * or taken out of a bzImage on the host so that the guest need not decompress), or, where the
 * payload cannot be unpacked, the bzImage itself with its own 64-bit entry.
 *
 * Owned by the caller of open_kernel_image(); immutable after it, any thread may read it. The
 * file is untrusted: a malformed one is an Error naming the field and the bound, never a crash.
 *
 * KASLR. A vmlinux taken out of a bzImage carries its relocation table behind the ELF file
 * (arch/x86/boot/compressed, vmlinux.relocs), so load_kernel() does what the decompressor would
 * have done (misc.c handle_relocations()): random physical base in CONFIG_PHYSICAL_ALIGN steps,
 * random virtual offset below KERNEL_IMAGE_SIZE, and KASLR_FLAG in the boot parameters so that
 * the kernel randomises its memory regions too. An ELF vmlinux given directly has no table: its
 * physical base is random, its virtual one fixed. "nokaslr" on the command line turns all off.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "vmm/base/result.h"
#include "vmm/guest_memory.h"
#include "vmm/image/image_bytes.h"

namespace ktstr {

struct KernelSegment {
	uint64_t physical_address; /* ELF p_paddr, link-time */
	uint64_t virtual_address;  /* ELF p_vaddr, link-time */
	uint64_t file_offset;	   /* into KernelImage::bytes */
	uint64_t file_size;
	uint64_t memory_size; /* >= file_size; the rest is zeroed */
};

struct KernelImage {
	enum class Kind { vmlinux, bzimage };

	Kind kind = Kind::vmlinux;
	ImageBytes bytes;		     /* the ELF file, or the whole bzImage */
	std::vector<KernelSegment> segments; /* vmlinux: PT_LOAD */
	uint64_t entry = 0;		     /* vmlinux: e_entry, physical link-time */
	/* Relocation tables, low 32 bits of link-time virtual addresses; or empty. */
	std::vector<int32_t> relocations_64;
	std::vector<int32_t> relocations_inverse_32;
	std::vector<int32_t> relocations_32;
	/* The file was a bzImage: bytes 0x1f1.. of its boot sector, whatever @kind; else empty. */
	std::vector<std::byte> setup_header;
	uint64_t physical_align = 0x200000; /* kernel_alignment, bytes */
	std::string release;		    /* "7.2.13+deb14-amd64", empty if not found */
	std::string sha256;		    /* of the file given, lower-case hex */
	std::string unpack_error;	    /* why @kind is bzimage; empty for a vmlinux */
};

/**
 * What of a kept payload is compared before it is taken: size, where a caller before did the rest.
 */
enum class CacheCheck { content, size };

/**
 * Reads @path. @cache_dir, if not empty, keeps unpacked payloads by the file's content
 * (written to a temporary name and renamed, so a killed writer leaves nothing half done).
 */
Result<KernelImage> open_kernel_image(const std::string &path, const std::string &cache_dir,
				      CacheCheck check = CacheCheck::content);

struct LoadedKernel {
	uint64_t entry;		 /* guest-physical, 64-bit entry point */
	uint64_t physical_base;	 /* where the lowest segment went */
	uint64_t end;		 /* first byte after the kernel, BSS included */
	uint64_t virtual_offset; /* added to every link-time virtual address */
	bool randomised;	 /* KASLR_FLAG is to be set */
};

/**
 * Puts @image into @memory, below the 32-bit MMIO hole and from 16 MiB up. @seed decides the KASLR
 * slots; @kaslr false keeps link addresses. A bzimage goes where it prefers and randomises itself
 * (its decompressor sets KASLR_FLAG). Errors: it does not fit, or a relocation leads outside of it.
 */
Result<LoadedKernel> load_kernel(const KernelImage &image, GuestMemory &memory, bool kaslr,
				 uint64_t seed);

/** .BTF, .config (IKCFG, already gunzipped), or any other section of a vmlinux; empty if absent. */
std::span<const std::byte> find_section(const KernelImage &image, const char *name);
/** The configuration text embedded by CONFIG_IKCONFIG; empty if there is none. */
Result<std::string> embedded_config(const KernelImage &image);

} /* namespace ktstr */
