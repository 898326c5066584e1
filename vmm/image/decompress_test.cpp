/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/image/decompress.h"

#include <gtest/gtest.h>
#include <zlib.h>
#ifdef KTSTR_HAVE_ZSTD
#include <zstd.h>
#endif
#ifdef KTSTR_HAVE_LZMA
#include <lzma.h>
#endif
#ifdef KTSTR_HAVE_LZ4
#include <lz4.h>
#endif
#ifdef KTSTR_HAVE_BZ2
#include <bzlib.h>
#endif
#ifdef KTSTR_HAVE_LZO
#include <lzo/lzo1x.h>
#endif

#include "vmm/image/test_images.h"

namespace ktstr {

namespace {

constexpr size_t kRoom = 1 << 20;

std::string sample()
{
	std::string text;
	for (unsigned i = 0; i < 100000; i++)
		text += std::to_string(i * 2654435761u);
	return text.substr(0, 700001);
}

std::string with_size(std::string packed, uint32_t size)
{
	packed.append(reinterpret_cast<const char *>(&size), sizeof(size));
	return packed;
}

std::string pack_gzip(const std::string &text)
{
	z_stream z = {};
	EXPECT_EQ(deflateInit2(&z, 1, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
	std::string out(kRoom, '\0');
	z.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(text.data()));
	z.avail_in = uInt(text.size());
	z.next_out = reinterpret_cast<Bytef *>(out.data());
	z.avail_out = uInt(out.size());
	EXPECT_EQ(deflate(&z, Z_FINISH), Z_STREAM_END);
	out.resize(z.total_out);
	deflateEnd(&z);
	return out;
}

#ifdef KTSTR_HAVE_ZSTD
std::string pack_zstd(const std::string &text)
{
	std::string out(kRoom, '\0');
	out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 1));
	return with_size(out, uint32_t(text.size()));
}
#endif

#ifdef KTSTR_HAVE_LZMA
std::string pack_lzma(const std::string &text, bool xz)
{
	lzma_stream stream = LZMA_STREAM_INIT;
	lzma_options_lzma options;
	EXPECT_FALSE(lzma_lzma_preset(&options, 1));
	EXPECT_EQ(xz ? lzma_easy_encoder(&stream, 1, LZMA_CHECK_CRC32)
		     : lzma_alone_encoder(&stream, &options),
		  LZMA_OK);
	std::string out(kRoom, '\0');
	stream.next_in = reinterpret_cast<const uint8_t *>(text.data());
	stream.avail_in = text.size();
	stream.next_out = reinterpret_cast<uint8_t *>(out.data());
	stream.avail_out = out.size();
	EXPECT_EQ(lzma_code(&stream, LZMA_FINISH), LZMA_STREAM_END);
	out.resize(stream.total_out);
	lzma_end(&stream);
	return with_size(out, uint32_t(text.size()));
}
#endif

#ifdef KTSTR_HAVE_LZ4
/** @half: where the first of two blocks ends. The magic is repeated between them. */
std::string pack_lz4(const std::string &text, size_t half)
{
	std::string out("\x02\x21\x4c\x18", 4);
	auto block = [&](const std::string &part) {
		std::string packed(kRoom, '\0');
		packed.resize(size_t(
			LZ4_compress_default(part.data(), packed.data(), int(part.size()), kRoom)));
		out += with_size("", uint32_t(packed.size())) + packed;
	};
	block(text.substr(0, half));
	out += std::string("\x02\x21\x4c\x18", 4);
	block(text.substr(half));
	return with_size(out, uint32_t(text.size()));
}
#endif

#ifdef KTSTR_HAVE_BZ2
std::string pack_bzip2(const std::string &text)
{
	std::string out(kRoom, '\0');
	unsigned size = kRoom;
	EXPECT_EQ(BZ2_bzBuffToBuffCompress(out.data(), &size, const_cast<char *>(text.data()),
					   unsigned(text.size()), 1, 0, 0),
		  BZ_OK);
	out.resize(size);
	return with_size(out, uint32_t(text.size()));
}
#endif

#ifdef KTSTR_HAVE_LZO
std::string big_endian(uint32_t value, unsigned width = 4)
{
	std::string out;
	for (unsigned i = width; i-- > 0;)
		out += char(value >> 8 * i);
	return out;
}

std::string pack_lzop(const std::string &text)
{
	constexpr size_t kBlock = 256 * 1024;
	std::string out("\x89LZO\0\r\n\x1a\n", 9);
	/* versions, method and level; no flags; mode and times; an empty name; a checksum */
	out += big_endian(0x1040, 2) + std::string(6, '\1') + big_endian(0) +
	       std::string(12, '\0') + std::string(1, '\0') + big_endian(0);
	std::vector<unsigned char> work(LZO1X_1_MEM_COMPRESS);
	for (size_t at = 0; at < text.size(); at += kBlock) {
		std::string part = text.substr(at, kBlock), packed(kRoom, '\0');
		lzo_uint size = kRoom;
		lzo1x_1_compress(reinterpret_cast<const unsigned char *>(part.data()), part.size(),
				 reinterpret_cast<unsigned char *>(packed.data()), &size,
				 work.data());
		packed.resize(size);
		if (size >= part.size())
			packed = part;
		out += big_endian(uint32_t(part.size())) + big_endian(uint32_t(packed.size())) +
		       big_endian(0) + packed;
	}
	return with_size(out + big_endian(0), uint32_t(text.size()));
}
#endif

struct Sample {
	Compression compression;
	std::string packed;
};

std::vector<Sample> samples()
{
	std::string text = sample();
	std::vector<Sample> all = {{Compression::gzip, pack_gzip(text)}};
#ifdef KTSTR_HAVE_ZSTD
	all.push_back({Compression::zstd, pack_zstd(text)});
#endif
#ifdef KTSTR_HAVE_LZMA
	all.push_back({Compression::xz, pack_lzma(text, true)});
	all.push_back({Compression::lzma, pack_lzma(text, false)});
#endif
#ifdef KTSTR_HAVE_LZ4
	all.push_back({Compression::lz4, pack_lz4(text, 400000)});
#endif
#ifdef KTSTR_HAVE_BZ2
	all.push_back({Compression::bzip2, pack_bzip2(text)});
#endif
#ifdef KTSTR_HAVE_LZO
	all.push_back({Compression::lzo, pack_lzop(text)});
#endif
	return all;
}

TEST(Decompress, EveryFormatComesBackWhole)
{
	std::string text = sample();
	for (const Sample &s : samples()) {
		auto packed = test::bytes_of(s.packed);
		int format = int(s.compression);
		EXPECT_EQ(detect_compression(packed), s.compression) << format;
		Result<ImageBytes> out = unpack_payload(packed);
		ASSERT_TRUE(out.ok()) << format << out.error().to_string();
		ASSERT_EQ(out.value().size(), text.size()) << format;
		EXPECT_EQ(memcmp(out.value().data(), text.data(), text.size()), 0) << format;
	}
}

TEST(Decompress, DamageIsAnErrorInEveryFormat)
{
	for (const Sample &s : samples()) {
		int format = int(s.compression);
		for (size_t keep : {0, 1, 4, 8, 16, 40, 100, 5000}) {
			/* A truncated stream followed by the original size. */
			std::string cut =
				s.packed.substr(0, keep) + s.packed.substr(s.packed.size() - 4);
			EXPECT_FALSE(unpack_payload(test::bytes_of(cut)).ok()) << format;
			EXPECT_FALSE(unpack_payload(test::bytes_of(s.packed.substr(0, keep))).ok());
		}
		for (int off : {-1, 1}) {
			std::string wrong = s.packed;
			uint32_t size = uint32_t(sample().size()) + uint32_t(off);
			test::put(wrong, wrong.size() - 4, size);
			EXPECT_FALSE(unpack_payload(test::bytes_of(wrong)).ok()) << format << off;
		}
		for (uint32_t size : {0u, 1u, 0x40000001u, 0xffffffffu}) {
			std::string wrong = s.packed;
			test::put(wrong, wrong.size() - 4, size);
			EXPECT_FALSE(unpack_payload(test::bytes_of(wrong)).ok()) << format << size;
		}
	}
}

TEST(Decompress, UnknownFormatIsAnError)
{
	std::string junk(1000, '\x42');
	EXPECT_EQ(detect_compression(test::bytes_of(junk)), Compression::unknown);
	test::put<uint32_t>(junk, 996, 1000);
	EXPECT_FALSE(unpack_payload(test::bytes_of(junk)).ok());
}

TEST(Decompress, GunzipIsBounded)
{
	std::string packed = pack_gzip(std::string(100000, 'x'));
	Result<std::string> whole = gunzip(test::bytes_of(packed), 1 << 20);
	ASSERT_TRUE(whole.ok());
	EXPECT_EQ(whole.value().size(), 100000u);
	EXPECT_FALSE(gunzip(test::bytes_of(packed), 50000).ok());
	EXPECT_FALSE(gunzip(test::bytes_of(packed.substr(0, 40)), 1 << 20).ok());
	EXPECT_FALSE(gunzip({}, 1 << 20).ok());
}

} /* namespace */

} /* namespace ktstr */
