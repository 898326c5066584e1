/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Unpacks a bzImage's payload: one stream in any of the kernel's formats, followed (unless
 * uncompressed) by the 32-bit size of the result (scripts/Makefile.lib, size_append; for gzip it is
 * the stream's own ISIZE). Stateless; any thread. The payload is untrusted: output is bounded by
 * that size, which is bounded by kMaxUnpacked.
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

/** By the first bytes, like lib/decompress.c. none: an ELF file. */
Compression detect_compression(std::span<const std::byte> payload);

/** Errors: unknown format, format left out of this build, damaged stream, wrong declared size. */
Result<ImageBytes> unpack_payload(std::span<const std::byte> payload);

/** Unpacks a gzip stream of unknown unpacked size, at most @limit bytes. */
Result<std::string> gunzip(std::span<const std::byte> stream, size_t limit);

/* One per format. Each fills @out exactly or fails. In decompress_blocks.cpp. */
Result<void> unpack_lz4_legacy(std::span<const std::byte> in, std::span<std::byte> out);
Result<void> unpack_lzop(std::span<const std::byte> in, std::span<std::byte> out);

} /* namespace ktstr */
