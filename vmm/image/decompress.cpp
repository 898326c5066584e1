/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/image/decompress.h"

#include <zlib.h>
#ifdef KTSTR_HAVE_ZSTD
#include <zstd.h>
#endif
#ifdef KTSTR_HAVE_LZMA
#include <lzma.h>
#endif
#ifdef KTSTR_HAVE_BZ2
#include <bzlib.h>
#endif

#include <algorithm>

namespace ktstr {

namespace {

using Bytes = std::span<const std::byte>;

struct Magic {
	Compression compression;
	const char *bytes;
	size_t size;
};

constexpr Magic kMagics[] = {
	{Compression::none,
	 "\x7f"
	 "ELF",
	 4},
	{Compression::gzip, "\x1f\x8b", 2},
	{Compression::zstd, "\x28\xb5\x2f\xfd", 4},
	{Compression::xz,
	 "\xfd"
	 "7zXZ\0",
	 6},
	{Compression::lzma, "\x5d\0\0", 3},
	{Compression::lz4, "\x02\x21\x4c\x18", 4},
	{Compression::bzip2, "BZh", 3},
	{Compression::lzo, "\x89LZO\0\r\n\x1a\n", 9},
};

template <typename T>
T *as(Bytes bytes)
{
	return reinterpret_cast<T *>(const_cast<std::byte *>(bytes.data()));
}

Result<void> check_size(size_t got, size_t expected)
{
	if (got == expected)
		return {};
	return format_error("kernel payload: declared size is wrong",
			    std::to_string(got) + " bytes of " + std::to_string(expected));
}

Result<void> unpack_gzip(Bytes in, std::span<std::byte> out)
{
	z_stream stream = {};
	stream.next_in = as<Bytef>(in);
	stream.avail_in = uInt(in.size());
	stream.next_out = as<Bytef>(out);
	stream.avail_out = uInt(out.size());
	if (inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK)
		return format_error("kernel payload: cannot initialise zlib");
	int status = inflate(&stream, Z_FINISH);
	size_t got = stream.total_out;
	inflateEnd(&stream);
	if (status != Z_STREAM_END)
		return format_error("kernel payload: damaged gzip stream", std::to_string(status));
	return check_size(got, out.size());
}

#ifdef KTSTR_HAVE_ZSTD
Result<void> unpack_zstd(Bytes in, std::span<std::byte> out)
{
	/* One frame, as lib/decompress_unzstd.c reads it; ignores what follows. */
	size_t frame = ZSTD_findFrameCompressedSize(in.data(), in.size());
	if (ZSTD_isError(frame))
		return format_error("kernel payload: damaged zstd frame", ZSTD_getErrorName(frame));
	size_t got = ZSTD_decompress(out.data(), out.size(), in.data(), frame);
	if (ZSTD_isError(got))
		return format_error("kernel payload: damaged zstd frame", ZSTD_getErrorName(got));
	return check_size(got, out.size());
}
#endif

#ifdef KTSTR_HAVE_LZMA
Result<void> unpack_lzma(Bytes in, std::span<std::byte> out, bool xz)
{
	constexpr uint64_t kMemoryLimit = 256ull << 20; /* xz_wrap.sh: dictionaries up to 128 MiB */
	lzma_stream stream = LZMA_STREAM_INIT;
	lzma_ret status = xz ? lzma_stream_decoder(&stream, kMemoryLimit, 0)
			     : lzma_alone_decoder(&stream, kMemoryLimit);
	if (status != LZMA_OK)
		return format_error("kernel payload: cannot initialise liblzma");
	stream.next_in = as<const uint8_t>(in);
	stream.avail_in = in.size();
	stream.next_out = as<uint8_t>(out);
	stream.avail_out = out.size();
	while (status == LZMA_OK)
		status = lzma_code(&stream, LZMA_FINISH);
	size_t got = stream.total_out;
	lzma_end(&stream);
	if (status != LZMA_STREAM_END)
		return format_error("kernel payload: damaged lzma stream", std::to_string(status));
	return check_size(got, out.size());
}
#endif

#ifdef KTSTR_HAVE_BZ2
Result<void> unpack_bzip2(Bytes in, std::span<std::byte> out)
{
	unsigned got = unsigned(out.size());
	int status = BZ2_bzBuffToBuffDecompress(as<char>(out), &got, as<char>(in),
						unsigned(in.size()), 0, 0);
	if (status != BZ_OK)
		return format_error("kernel payload: damaged bzip2 stream", std::to_string(status));
	return check_size(got, out.size());
}
#endif

Result<void> unpack_stream(Compression compression, Bytes in, std::span<std::byte> out)
{
	switch (compression) {
	case Compression::gzip:
		return unpack_gzip(in, out);
#ifdef KTSTR_HAVE_ZSTD
	case Compression::zstd:
		return unpack_zstd(in, out);
#endif
#ifdef KTSTR_HAVE_LZMA
	case Compression::xz:
		return unpack_lzma(in, out, true);
	case Compression::lzma:
		return unpack_lzma(in, out, false);
#endif
#ifdef KTSTR_HAVE_BZ2
	case Compression::bzip2:
		return unpack_bzip2(in, out);
#endif
	case Compression::lz4:
		return unpack_lz4_legacy(in, out);
	case Compression::lzo:
		return unpack_lzop(in, out);
	default:
		return format_error("kernel payload: unsupported compression format");
	}
}

} /* namespace */

Compression detect_compression(Bytes payload)
{
	for (const Magic &magic : kMagics)
		if (payload.size() >= magic.size &&
		    !memcmp(payload.data(), magic.bytes, magic.size))
			return magic.compression;
	return Compression::unknown;
}

Result<ImageBytes> unpack_payload(Bytes payload)
{
	Compression compression = detect_compression(payload);
	uint32_t size = 0;
	if (compression == Compression::none)
		size = uint32_t(payload.size());
	else if (payload.size() < sizeof(size) ||
		 !copy_out(payload, payload.size() - sizeof(size), &size))
		return format_error("kernel payload: too short for its size field");
	if (size == 0 || size > kMaxUnpacked)
		return format_error("kernel payload: invalid declared size", hex(size));

	ImageBytes out = KTSTR_TRY(ImageBytes::allocate(size));
	if (compression == Compression::none) {
		memcpy(out.writable().data(), payload.data(), size);
		return out;
	}
	/* gzip keeps its ISIZE; other streams end before the appended size. */
	size_t tail = compression == Compression::gzip ? 0 : sizeof(size);
	KTSTR_TRY(unpack_stream(compression, payload.first(payload.size() - tail), out.writable()));
	return out;
}

Result<std::string> gunzip(Bytes stream, size_t limit)
{
	z_stream z = {};
	z.next_in = as<Bytef>(stream);
	z.avail_in = uInt(std::min<size_t>(stream.size(), UINT32_MAX));
	if (inflateInit2(&z, 16 + MAX_WBITS) != Z_OK)
		return format_error("gunzip: cannot initialise zlib");
	std::string out;
	int status = Z_OK;
	while (status == Z_OK && out.size() < limit) {
		char chunk[16384];
		z.next_out = reinterpret_cast<Bytef *>(chunk);
		z.avail_out = sizeof(chunk);
		status = inflate(&z, Z_NO_FLUSH);
		out.append(chunk, sizeof(chunk) - z.avail_out);
	}
	inflateEnd(&z);
	if (status == Z_OK || out.size() > limit)
		return format_error("gunzip: more data than the limit", std::to_string(limit));
	if (status != Z_STREAM_END)
		return format_error("gunzip: damaged stream", std::to_string(status));
	return out;
}

} /* namespace ktstr */
