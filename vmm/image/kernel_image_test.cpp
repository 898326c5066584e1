/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/image/kernel_image.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include "vmm/image/test_images.h"

namespace ktstr {

namespace {

using test::kLink;
using test::ScratchFolder;

const std::vector<std::vector<uint32_t>> kThreeLists = {
	{0x81000100, 0x81000200}, {0x81000300}, {0x81000400, 0x81000404, 0x81000408}};

Result<KernelImage> open_bytes(const ScratchFolder &folder, const std::string &content)
{
	return open_kernel_image(folder.write("kernel", content), "");
}

TEST(KernelImage, ElfGivenDirectly)
{
	ScratchFolder folder;
	Result<KernelImage> image = open_bytes(folder, test::make_elf());
	ASSERT_TRUE(image.ok()) << image.error().to_string();
	EXPECT_EQ(image.value().kind, KernelImage::Kind::vmlinux);
	EXPECT_EQ(image.value().release, "7.9.1-test");
	EXPECT_EQ(image.value().entry, kLink + 0x40);
	EXPECT_EQ(image.value().segments.size(), 1u);
	EXPECT_TRUE(image.value().relocations_64.empty());
	EXPECT_TRUE(image.value().setup_header.empty());
	EXPECT_EQ(image.value().sha256.size(), 64u);
	EXPECT_EQ(find_section(image.value(), ".BTF").size(), 4u);
	EXPECT_TRUE(find_section(image.value(), ".none").empty());
	EXPECT_TRUE(embedded_config(image.value()).value().empty());
}

TEST(KernelImage, PayloadWithTwoAndThreeRelocationLists)
{
	ScratchFolder folder;
	for (bool inverse : {false, true}) {
		auto lists = kThreeLists;
		if (!inverse)
			lists.erase(lists.begin() + 1);
		Result<KernelImage> image =
			open_bytes(folder, test::make_bzimage(test::make_elf() +
							      test::make_relocations(lists)));
		ASSERT_TRUE(image.ok()) << image.error().to_string();
		const KernelImage &kernel = image.value();
		EXPECT_EQ(kernel.kind, KernelImage::Kind::vmlinux) << kernel.unpack_error;
		EXPECT_EQ(kernel.release, "7.9.0-test");
		EXPECT_EQ(kernel.relocations_64.size(), 2u);
		EXPECT_EQ(kernel.relocations_inverse_32.size(), inverse ? 1u : 0u);
		EXPECT_EQ(kernel.relocations_32.size(), 3u);
		EXPECT_EQ(uint32_t(kernel.relocations_32[2]), 0x81000408);
		EXPECT_GE(kernel.setup_header.size(), 0x264u - 0x1f1u);
	}
}

TEST(KernelImage, PayloadThatCannotBeUnpackedKeepsTheBzImage)
{
	ScratchFolder folder;
	std::string elf = test::make_elf();
	for (const std::string &payload : {
		     std::string("\x28\xb5\x2f\xfd not really zstd\x01\x00\x00\x00", 24),
		     std::string(100, 'x'),
		     elf.substr(0, elf.size() / 2),
		     elf + test::make_relocations({{1}}),
		     elf + test::make_relocations({{1}, {2}, {3}, {4}}),
		     elf + std::string(8, 'r'),
	     }) {
		Result<KernelImage> image = open_bytes(folder, test::make_bzimage(payload));
		ASSERT_TRUE(image.ok()) << image.error().to_string();
		EXPECT_EQ(image.value().kind, KernelImage::Kind::bzimage);
		EXPECT_FALSE(image.value().unpack_error.empty());
		EXPECT_TRUE(find_section(image.value(), ".BTF").empty());
		EXPECT_TRUE(embedded_config(image.value()).ok());
		GuestMemory memory = GuestMemory::create(64 << 20).value();
		Result<LoadedKernel> loaded = load_kernel(image.value(), memory, true, 1);
		ASSERT_TRUE(loaded.ok()) << loaded.error().to_string();
		EXPECT_EQ(loaded.value().entry, kLink + 0x200);
		EXPECT_EQ(loaded.value().end, kLink + 0x400000);
		EXPECT_FALSE(loaded.value().randomised);
	}
}

TEST(KernelImage, EveryTruncationOfABzImageIsAnError)
{
	ScratchFolder folder;
	std::string whole =
		test::make_bzimage(test::make_elf() + test::make_relocations(kThreeLists));
	for (size_t keep = 1; keep < whole.size(); keep += keep < 1200 ? 13 : 611) {
		Result<KernelImage> image = open_bytes(folder, whole.substr(0, keep));
		EXPECT_FALSE(image.ok()) << keep;
	}
	EXPECT_FALSE(open_bytes(folder, "").ok());
	EXPECT_FALSE(open_kernel_image(folder.path(), "").ok());
	EXPECT_FALSE(open_kernel_image(folder.path() + "/none", "").ok());
}

TEST(KernelImage, ImpossibleHeaderFieldsAreErrors)
{
	ScratchFolder folder;
	const std::string good = test::make_bzimage(test::make_elf());
	struct {
		size_t offset, width;
		uint64_t value;
	} changes[] = {
		{0x1f1, 1, 255},	{0x1f4, 4, UINT32_MAX}, {0x202, 4, 0},
		{0x206, 2, 0x20b},	{0x230, 4, 0},		{0x230, 4, 0x1000},
		{0x230, 4, 0x300000},	{0x230, 4, 0x80000000}, {0x236, 2, 0},
		{0x248, 4, UINT32_MAX}, {0x24c, 4, UINT32_MAX}, {0x24c, 4, 0},
		{0x260, 4, 0},		{0x260, 4, UINT32_MAX},
	};
	for (const auto &change : changes) {
		std::string bad = good;
		memcpy(bad.data() + change.offset, &change.value, change.width);
		EXPECT_FALSE(open_bytes(folder, bad).ok()) << change.offset;
	}
	std::string odd = good;
	test::put<uint16_t>(odd, 0x20e, 0xffff);
	EXPECT_EQ(open_bytes(folder, odd).value().release, "");
}

TEST(KernelImage, EmbeddedConfiguration)
{
	std::string text = "CONFIG_SCHED_CLASS_EXT=y\n";
	z_stream z = {};
	ASSERT_EQ(deflateInit2(&z, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
	char packed[200];
	z.next_in = reinterpret_cast<Bytef *>(text.data());
	z.avail_in = uInt(text.size());
	z.next_out = reinterpret_cast<Bytef *>(packed);
	z.avail_out = sizeof(packed);
	ASSERT_EQ(deflate(&z, Z_FINISH), Z_STREAM_END);
	std::string stream(packed, z.total_out);
	deflateEnd(&z);
	ScratchFolder folder;
	KernelImage good =
		open_bytes(folder, test::make_elf("IKCFG_ST IKCFG_ST" + stream + "IKCFG_ED"))
			.value();
	EXPECT_EQ(embedded_config(good).value(), text);
	KernelImage endless = open_bytes(folder, test::make_elf("IKCFG_ST" + stream)).value();
	EXPECT_FALSE(embedded_config(endless).ok());
	KernelImage damaged =
		open_bytes(folder, test::make_elf("IKCFG_ST" + stream.substr(0, 15) + "IKCFG_ED"))
			.value();
	EXPECT_FALSE(embedded_config(damaged).ok());
}

} /* namespace */

} /* namespace ktstr */
