/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/image/elf_image.h"

#include <gtest/gtest.h>

#include "vmm/image/test_images.h"

namespace ktstr {

namespace {

TEST(ElfImage, EndIsBehindEverything)
{
	std::string elf = test::make_elf();
	Result<ElfLayout> layout = parse_elf(test::bytes_of(elf));
	ASSERT_TRUE(layout.ok()) << layout.error().to_string();
	EXPECT_EQ(layout.value().end, elf.size());
	ASSERT_EQ(layout.value().segments.size(), 1u);
	EXPECT_EQ(layout.value().segments[0].physical_address, test::kLink);
}

TEST(ElfImage, EveryTruncationIsAnError)
{
	std::string elf = test::make_elf();
	for (size_t keep = 0; keep < elf.size(); keep += 7) {
		std::string cut = elf.substr(0, keep);
		EXPECT_FALSE(parse_elf(test::bytes_of(cut)).ok()) << keep;
		elf_section(test::bytes_of(cut), ".BTF");
	}
}

/** Every byte of every table, set to values that overflow, run backwards, or are huge. */
TEST(ElfImage, CorruptTablesAreHarmless)
{
	const std::string elf = test::make_elf();
	size_t sections = elf.size() - 4 * sizeof(Elf64_Shdr);
	for (size_t at = 0; at < elf.size(); at++) {
		if (at >= sizeof(Elf64_Ehdr) + sizeof(Elf64_Phdr) && at < sections)
			continue;
		for (char value : {'\0', '\1', '\x7f', '\x80', '\xff'}) {
			std::string bad = elf;
			bad[at] = value;
			Result<ElfLayout> layout = parse_elf(test::bytes_of(bad));
			EXPECT_TRUE(!layout.ok() || layout.value().end <= bad.size());
			EXPECT_LE(elf_section(test::bytes_of(bad), ".rodata").size(), bad.size());
		}
	}
}

TEST(ElfImage, ImpossibleLayoutsAreErrors)
{
	const std::string elf = test::make_elf();
	constexpr size_t kProgram = sizeof(Elf64_Ehdr);
	struct {
		size_t offset;
		uint64_t value;
	} changes[] = {
		{offsetof(Elf64_Ehdr, e_entry), 0},
		{offsetof(Elf64_Ehdr, e_phoff), UINT64_MAX - 8},
		{offsetof(Elf64_Ehdr, e_shoff), UINT64_MAX - 8},
		{kProgram + offsetof(Elf64_Phdr, p_offset), UINT64_MAX},
		{kProgram + offsetof(Elf64_Phdr, p_filesz), UINT64_MAX},
		{kProgram + offsetof(Elf64_Phdr, p_memsz), 1},
		{kProgram + offsetof(Elf64_Phdr, p_memsz), UINT64_MAX},
		{kProgram + offsetof(Elf64_Phdr, p_paddr), UINT64_MAX - 4096},
		{kProgram + offsetof(Elf64_Phdr, p_paddr), 0},
		{kProgram + offsetof(Elf64_Phdr, p_vaddr), test::kLink},
	};
	for (const auto &change : changes) {
		std::string bad = elf;
		test::put(bad, change.offset, change.value);
		EXPECT_FALSE(parse_elf(test::bytes_of(bad)).ok()) << change.offset;
	}
}

} /* namespace */

} /* namespace ktstr */
