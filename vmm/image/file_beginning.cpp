/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/image/file_beginning.h"

#include <elf.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <string_view>

namespace ktstr {

namespace {

using namespace std::string_view_literals;

struct Magic {
	size_t offset;
	std::string_view bytes;
	const char *what;
};

/* What lies about in build trees and download folders under names like a kernel's. */
constexpr Magic kMagics[] = {
	{56, "ARM\x64"sv, "a kernel image for arm64"}, /* arch/arm64/include/asm/image.h */
	{56, "RSC\x05"sv, "a kernel image for RISC-V"},
	{0, "\x1f\x8b"sv, "a gzip file: unpack it first"},
	{0,
	 "\xfd"
	 "7zXZ\0"sv,
	 "an xz file: unpack it first"},
	{0, "\x28\xb5\x2f\xfd"sv, "a zstd file: unpack it first"},
	{0, "BZh"sv, "a bzip2 file: unpack it first"},
	{0, "\x27\x05\x19\x56"sv, "a U-Boot image"},
	{0, "!<arch>\n"sv, "an archive or a Debian package: unpack it first"},
	{0, "\xed\xab\xee\xdb"sv, "an RPM package: unpack it first"},
	{0, "070701"sv, "a cpio archive: is it the initrd?"},
	{0, "ANDROID!"sv, "an Android boot image"},
	{0, "#!"sv, "a script"},
	{0, "MZ"sv, "an EFI program without a bzImage's header, or cut short"},
};

} /* namespace */

std::string describe_beginning(std::span<const std::byte> file)
{
	constexpr size_t kShown = 8;
	std::string_view text(reinterpret_cast<const char *>(file.data()), file.size());
	std::string codes, letters;

	for (const Magic &magic : kMagics) {
		if (text.size() > magic.offset &&
		    text.substr(magic.offset).starts_with(magic.bytes))
			return magic.what;
	}
	if (text.empty())
		return "it is empty";
	for (char c : text.substr(0, kShown)) {
		char code[4];

		snprintf(code, sizeof(code), " %02x", uint8_t(c));
		codes += code;
		letters += c >= ' ' && c <= '~' ? c : '.';
	}
	return "it begins with" + codes + " (" + letters + ")";
}

std::string elf_machine_name(uint16_t machine)
{
	static constexpr struct {
		uint16_t machine;
		const char *name;
	} known[] = {
		{EM_386, "32-bit x86"},	 {EM_X86_64, "x86-64"}, {EM_ARM, "32-bit ARM"},
		{EM_AARCH64, "AArch64"}, {EM_RISCV, "RISC-V"},	{EM_PPC64, "PowerPC64"},
		{EM_S390, "s390"},	 {EM_MIPS, "MIPS"},	{EM_BPF, "BPF"},
		{258, "LoongArch"}, /* EM_LOONGARCH, which older headers lack */
	};

	for (const auto &entry : known) {
		if (entry.machine == machine)
			return entry.name;
	}
	return "e_machine " + std::to_string(machine);
}

} /* namespace ktstr */
