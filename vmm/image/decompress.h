/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Unpacks what a bzImage carries: one stream in any of the kernel's formats, then (for all but an
 * uncompressed payload) the 32-bit size of the result (scripts/Makefile.lib, size_append; for gzip
 * it is the stream's own ISIZE). Stateless; any thread. The payload is hostile: output is bounded
 * by that size, which is bounded by kMaxUnpacked.
 */
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "vmm/base/result.h"
#include "vmm/image/image_bytes.h"

namespace ktstr {

constexpr uint64_t kMaxUnpacked = 1ull << 30; /* bytes; KERNEL_IMAGE_SIZE */

enum class Compression { unknown, none, gzip, zstd, xz, lzma, lz4, bzip2, lzo };

/** By the first bytes, as lib/decompress.c does it; none: they are an ELF file's. */
Compression detect_compression(std::span<const std::byte> payload);

/** Errors: an unknown format, one left out of this build, damage, a size that is not kept. */
Result<ImageBytes> unpack_payload(std::span<const std::byte> payload);

/** A gzip stream whose result's size is not known, at most @limit bytes of it. */
Result<std::string> gunzip(std::span<const std::byte> stream, size_t limit);

/* One per format: fills @out exactly, or tells what is wrong. In decompress_blocks.cpp. */
Result<void> unpack_lz4_legacy(std::span<const std::byte> in, std::span<std::byte> out);
Result<void> unpack_lzop(std::span<const std::byte> in, std::span<std::byte> out);

} /* namespace ktstr */
