/* SPDX-License-Identifier: GPL-2.0 */
#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

#include <memory>

#include "harness/image/modules.h"

namespace ktstr {

namespace {

constexpr size_t kMaxModule = 64 << 20;

using Bytes = std::vector<std::byte>;

/*
 * Grows the output until @step reports the end. @step fills the free part of the output and returns
 * <0 on bad data, 0 to continue, 1 at the end.
 */
template <typename Step>
Result<Bytes> grow_until_done(Step step)
{
	Bytes out(1 << 20);
	size_t used = 0;
	for (;;) {
		size_t before = used;
		int state = step(std::span(out), used);
		if (state < 0)
			return format_error("unpack kernel module", "corrupt");
		if (state > 0) {
			out.resize(used);
			return out;
		}
		if (used == out.size()) {
			if (out.size() >= kMaxModule)
				return format_error("unpack kernel module", "too large");
			out.resize(out.size() * 2);
		} else if (used == before) {
			return format_error("unpack kernel module", "cut short");
		}
	}
}

Result<Bytes> unpack_xz(std::span<const std::byte> in)
{
	lzma_stream stream = LZMA_STREAM_INIT;
	if (lzma_stream_decoder(&stream, 256 << 20, LZMA_CONCATENATED) != LZMA_OK)
		return format_error("unpack kernel module", "liblzma");
	stream.next_in = reinterpret_cast<const uint8_t *>(in.data());
	stream.avail_in = in.size();
	Result<Bytes> result = grow_until_done([&](std::span<std::byte> out, size_t &used) {
		stream.next_out = reinterpret_cast<uint8_t *>(out.data()) + used;
		stream.avail_out = out.size() - used;
		lzma_ret status = lzma_code(&stream, LZMA_FINISH);
		used = out.size() - stream.avail_out;
		return status == LZMA_STREAM_END ? 1 : status == LZMA_OK ? 0 : -1;
	});
	lzma_end(&stream);
	return result;
}

Result<Bytes> unpack_gzip(std::span<const std::byte> in)
{
	z_stream stream = {};
	if (inflateInit2(&stream, 15 + 16) != Z_OK)
		return format_error("unpack kernel module", "zlib");
	stream.next_in = reinterpret_cast<Bytef *>(const_cast<std::byte *>(in.data()));
	stream.avail_in = uInt(in.size());
	Result<Bytes> result = grow_until_done([&](std::span<std::byte> out, size_t &used) {
		stream.next_out = reinterpret_cast<Bytef *>(out.data()) + used;
		stream.avail_out = uInt(out.size() - used);
		int status = inflate(&stream, Z_NO_FLUSH);
		used = out.size() - stream.avail_out;
		/* Z_BUF_ERROR: no progress, because the output is full or the input has ended. */
		return status == Z_STREAM_END			 ? 1
		       : status == Z_OK || status == Z_BUF_ERROR ? 0
								 : -1;
	});
	inflateEnd(&stream);
	return result;
}

Result<Bytes> unpack_zstd(std::span<const std::byte> in)
{
	std::unique_ptr<ZSTD_DStream, size_t (*)(ZSTD_DStream *)> stream(ZSTD_createDStream(),
									 ZSTD_freeDStream);
	ZSTD_inBuffer input = {in.data(), in.size(), 0};
	return grow_until_done([&](std::span<std::byte> out, size_t &used) {
		ZSTD_outBuffer output = {out.data(), out.size(), used};
		size_t left = ZSTD_decompressStream(stream.get(), &output, &input);
		used = output.pos;
		return ZSTD_isError(left) ? -1 : left == 0 ? 1 : 0;
	});
}

} /* namespace */

Result<std::vector<std::byte>> unpack_module(std::string_view file_name,
					     std::span<const std::byte> bytes)
{
	if (bytes.size() > kMaxModule)
		return format_error("unpack kernel module", "too large");
	if (file_name.ends_with(".ko.xz"))
		return unpack_xz(bytes);
	if (file_name.ends_with(".ko.gz"))
		return unpack_gzip(bytes);
	if (file_name.ends_with(".ko.zst"))
		return unpack_zstd(bytes);
	if (file_name.ends_with(".ko"))
		return Bytes(bytes.begin(), bytes.end());
	return format_error("unpack kernel module", "unknown compression");
}

} /* namespace ktstr */
