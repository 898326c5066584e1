/* SPDX-License-Identifier: GPL-2.0 */
/*
 * KernelImage: a kernel file, parsed, checked and ready to load. It is an ELF vmlinux (given
 * directly, or unpacked from a bzImage on the host so that the guest need not decompress), or, if
 * the payload cannot be unpacked, the bzImage itself with its own 64-bit entry.
 *
 * The caller of open_kernel_image() owns it. Immutable, so any thread may read it. The file is
 * untrusted: a malformed one gives an Error naming the field and the bound, never a crash.
 *
 * KASLR. A vmlinux from a bzImage carries its relocation table after the ELF file
 * (arch/x86/boot/compressed, vmlinux.relocs), so load_kernel() does the decompressor's work (misc.c
 * handle_relocations()): a random physical base in CONFIG_PHYSICAL_ALIGN steps, a random virtual
 * offset below KERNEL_IMAGE_SIZE, and KASLR_FLAG in the boot parameters so that the kernel
 * randomises its memory regions too. An ELF vmlinux given directly has no table: its physical base
 * is random, its virtual base fixed. "nokaslr" on the command line turns all of this off.
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
	/* Relocation tables: low 32 bits of link-time virtual addresses. May be empty. */
	std::vector<int32_t> relocations_64;
	std::vector<int32_t> relocations_inverse_32;
	std::vector<int32_t> relocations_32;
	/*
	 * Bytes from 0x1f1 on of a bzImage's boot sector, whatever @kind; empty if the file was
	 * none.
	 */
	std::vector<std::byte> setup_header;
	uint64_t physical_align = 0x200000; /* kernel_alignment, bytes */
	std::string release;		    /* "7.2.13+deb14-amd64", empty if not found */
	std::string sha256;		    /* of the file given, lower-case hex */
	std::string unpack_error;	    /* why @kind is bzimage; empty for a vmlinux */
};

/** How much of a cached payload to verify. size: an earlier caller has verified the content. */
enum class CacheCheck { content, size };

/**
 * Reads @path. If @cache_dir is not empty, keeps unpacked payloads there, keyed by the file's
 * content. They are written to a temporary name and renamed, so a killed writer leaves no partial
 * entry.
 */
Result<KernelImage> open_kernel_image(const std::string &path, const std::string &cache_dir,
				      CacheCheck check = CacheCheck::content);

struct LoadedKernel {
	uint64_t entry;		 /* guest-physical, 64-bit entry point */
	uint64_t physical_base;	 /* where the lowest segment was loaded */
	uint64_t end;		 /* first byte after the kernel, BSS included */
	uint64_t virtual_offset; /* added to every link-time virtual address */
	bool randomised;	 /* set KASLR_FLAG */
};

/**
 * Loads @image into @memory, below the 32-bit MMIO hole and at 16 MiB or above. @seed selects the
 * KASLR slots; without @kaslr the link addresses are kept. A bzImage goes to its preferred address
 * and randomises itself (its decompressor sets KASLR_FLAG). Errors: it does not fit, or a
 * relocation points outside it.
 */
Result<LoadedKernel> load_kernel(const KernelImage &image, GuestMemory &memory, bool kaslr,
				 uint64_t seed);

/**
 * Contents of .BTF, .config (IKCFG, already gunzipped) or any other section of a vmlinux; empty if
 * absent.
 */
std::span<const std::byte> find_section(const KernelImage &image, const char *name);
/** The configuration that CONFIG_IKCONFIG embeds; empty if there is none. */
Result<std::string> embedded_config(const KernelImage &image);

} /* namespace ktstr */
