/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/image/file_beginning.h"

#include <elf.h>
#include <gtest/gtest.h>

#include "vmm/image/test_images.h"

namespace ktstr {
namespace {

std::string describe(const std::string &file)
{
	return describe_beginning(test::bytes_of(file));
}

TEST(FileBeginning, KnownKindsAreNamed)
{
	EXPECT_EQ(describe(std::string("\x1f\x8b\x08\0", 4)), "a gzip file: unpack it first");
	EXPECT_EQ(describe("#!/bin/sh\n"), "a script");
	EXPECT_EQ(describe("MZ" + std::string(54, '\0') + "ARM\x64"), "a kernel image for arm64");
	EXPECT_EQ(describe("MZ" + std::string(54, '\0') + "ARM"),
		  "an EFI program without a bzImage's header, or cut short");
	EXPECT_EQ(describe("!<arch>\ndebian-binary"),
		  "an archive or a Debian package: unpack it first");
}

TEST(FileBeginning, OthersAreQuoted)
{
	EXPECT_EQ(describe("not a kernel"), "it begins with 6e 6f 74 20 61 20 6b 65 (not a ke)");
	EXPECT_EQ(describe(std::string("\0\x1b\xff", 3)), "it begins with 00 1b ff (...)");
	EXPECT_EQ(describe(""), "it is empty");
}

TEST(FileBeginning, Machines)
{
	EXPECT_EQ(elf_machine_name(EM_AARCH64), "AArch64");
	EXPECT_EQ(elf_machine_name(0xfffe), "e_machine 65534");
}

} /* namespace */
} /* namespace ktstr */
