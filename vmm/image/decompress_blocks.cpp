/* SPDX-License-Identifier: GPL-2.0 */
/* lz4 and lzop: their libraries only handle single blocks, so this file parses the framing. */
#include <algorithm>

#include "vmm/image/decompress.h"

#ifdef KTSTR_HAVE_LZ4
#include <lz4.h>
#endif
#ifdef KTSTR_HAVE_LZO
#include <lzo/lzo1x.h>
#endif

namespace ktstr {

#ifdef KTSTR_HAVE_LZ4

/*
 * lib/decompress_unlz4.c: magic, then blocks of at most 8 MiB unpacked, each preceded by its packed
 * size.
 */
Result<void> unpack_lz4_legacy(std::span<const std::byte> in, std::span<std::byte> out)
{
	constexpr uint32_t kMagic = 0x184c2102; /* may be repeated between blocks */
	constexpr size_t kBlock = 8u << 20;
	uint32_t size;
	while (copy_out(in, 0, &size) && size != 0) {
		in = in.subspan(sizeof(size));
		if (size == kMagic)
			continue;
		if (size > in.size())
			return format_error("kernel payload: lz4 block exceeds the stream",
					    hex(size));
		int room = int(std::min(out.size(), kBlock));
		int got =
			LZ4_decompress_safe(reinterpret_cast<const char *>(in.data()),
					    reinterpret_cast<char *>(out.data()), int(size), room);
		if (got < 0)
			return format_error("kernel payload: damaged lz4 block");
		in = in.subspan(size);
		out = out.subspan(size_t(got));
	}
	if (!out.empty())
		return format_error("kernel payload: lz4 stream ends early");
	return {};
}

#else

Result<void> unpack_lz4_legacy(std::span<const std::byte>, std::span<std::byte>)
{
	return format_error("kernel payload: lz4 was left out of this build");
}

#endif

#ifdef KTSTR_HAVE_LZO

namespace {

/** Takes a big-endian number of @width bytes from the front of @in; false if @in is too short. */
bool take(std::span<const std::byte> *in, size_t width, uint32_t *out)
{
	if (in->size() < width)
		return false;
	*out = 0;
	for (size_t i = 0; i < width; i++)
		*out = *out << 8 | uint32_t((*in)[i]);
	*in = in->subspan(width);
	return true;
}

bool skip(std::span<const std::byte> *in, size_t count)
{
	if (in->size() < count)
		return false;
	*in = in->subspan(count);
	return true;
}

/** Skips everything before the first block: lib/decompress_unlzo.c parse_header(). */
bool skip_lzop_header(std::span<const std::byte> *in)
{
	constexpr uint32_t kHasFilter = 0x800;
	uint32_t version, flags, name_length;
	if (!skip(in, 9) || !take(in, 2, &version))
		return false;
	bool recent = version >= 0x0940;
	/* library version, version needed, method; since 0.94 also the level */
	return skip(in, recent ? 6 : 5) && take(in, 4, &flags) &&
	       skip(in, flags & kHasFilter ? 4 : 0) &&
	       /* mode and time, then the name and the header's checksum */
	       skip(in, recent ? 12 : 8) && take(in, 1, &name_length) && skip(in, name_length + 4);
}

} /* namespace */

Result<void> unpack_lzop(std::span<const std::byte> in, std::span<std::byte> out)
{
	constexpr uint32_t kBlock = 256 * 1024;
	if (!skip_lzop_header(&in))
		return format_error("kernel payload: damaged lzop header");
	uint32_t unpacked, packed;
	while (take(&in, 4, &unpacked) && unpacked != 0) {
		if (!take(&in, 4, &packed) || !skip(&in, 4) || packed > in.size() ||
		    packed > unpacked || unpacked > kBlock || unpacked > out.size())
			return format_error("kernel payload: invalid lzop block", hex(unpacked));
		lzo_uint got = unpacked;
		if (packed == unpacked)
			memcpy(out.data(), in.data(), packed);
		else if (lzo1x_decompress_safe(reinterpret_cast<const unsigned char *>(in.data()),
					       packed,
					       reinterpret_cast<unsigned char *>(out.data()), &got,
					       nullptr) != LZO_E_OK ||
			 got != unpacked)
			return format_error("kernel payload: damaged lzop block");
		in = in.subspan(packed);
		out = out.subspan(unpacked);
	}
	if (!out.empty())
		return format_error("kernel payload: lzop stream ends early");
	return {};
}

#else

Result<void> unpack_lzop(std::span<const std::byte>, std::span<std::byte>)
{
	return format_error("kernel payload: lzo was left out of this build");
}

#endif

} /* namespace ktstr */
