/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/image/elf_needs.h"

#include <gtest/gtest.h>

#include "harness/base/text.h"
#include "harness/image/test_elf.h"

namespace ktstr {

namespace {

using test::DynamicElf;

DynamicElf sample()
{
	return {"/lib64/ld.so", {"liba.so.1", "libb.so"}, "/r1:/r2", "$ORIGIN/../lib::/r3"};
}

TEST(ElfNeeds, ReadsEverything)
{
	std::string elf = sample().bytes();
	EXPECT_EQ(detect_format(as_bytes(elf)), FileFormat::elf64);
	Result<ElfNeeds> needs = parse_elf_needs(as_bytes(elf));
	ASSERT_TRUE(needs.ok()) << needs.error().to_string();
	using Strings = std::vector<std::string>;
	EXPECT_EQ(needs.value().machine, EM_X86_64);
	EXPECT_EQ(needs.value().interpreter, "/lib64/ld.so");
	EXPECT_EQ(needs.value().libraries, (Strings{"liba.so.1", "libb.so"}));
	EXPECT_EQ(needs.value().rpath, (Strings{"/r1", "/r2"}));
	EXPECT_EQ(needs.value().runpath, (Strings{"$ORIGIN/../lib", "/r3"}));
}

TEST(ElfNeeds, EveryTruncationIsAnError)
{
	std::string elf = sample().bytes();
	for (size_t keep = 0; keep < elf.size(); keep++) {
		std::string cut = elf.substr(0, keep);
		EXPECT_FALSE(parse_elf_needs(as_bytes(cut)).ok()) << keep;
	}
}

TEST(ElfNeeds, CorruptBytesAreHarmless)
{
	const std::string elf = sample().bytes();
	for (size_t at = 0; at < elf.size(); at++)
		for (char value : {'\0', '\1', '\x7f', '\x80', '\xff'}) {
			std::string bad = elf;
			bad[at] = value;
			Result<ElfNeeds> needs = parse_elf_needs(as_bytes(bad));
			EXPECT_TRUE(!needs.ok() || needs.value().libraries.size() < 10);
		}
}

TEST(ElfNeeds, OtherFiles)
{
	EXPECT_EQ(detect_format({}), FileFormat::other);
	EXPECT_EQ(detect_format(as_bytes("\x7f"
					 "ELF")),
		  FileFormat::other);
	std::string narrow = sample().bytes();
	narrow[EI_CLASS] = ELFCLASS32;
	EXPECT_EQ(detect_format(as_bytes(narrow)), FileFormat::elf32);
	EXPECT_FALSE(parse_elf_needs(as_bytes(narrow)).ok());
}

TEST(ElfNeeds, ScriptLines)
{
	using Strings = std::vector<std::string>;
	auto words = [](std::string_view text) { return parse_script_line(as_bytes(text)); };
	EXPECT_EQ(words("#!/bin/sh\necho"), Strings{"/bin/sh"});
	EXPECT_EQ(words("#! \t/usr/bin/env  -S python3 -u\r\n"),
		  (Strings{"/usr/bin/env", "-S", "python3", "-u"}));
	EXPECT_EQ(words("#!/bin/sh"), Strings{"/bin/sh"});
	EXPECT_TRUE(words("#!").empty());
	EXPECT_TRUE(words("#!\n/bin/sh").empty());
	EXPECT_TRUE(words("x#!/bin/sh").empty());
	EXPECT_EQ(words("#!" + std::string(5000, 'x'))[0].size(), 254u);
}

} /* namespace */

} /* namespace ktstr */
