/* SPDX-License-Identifier: GPL-2.0 */
/* Small handmade kernels for the tests in this folder: an ELF file, relocations, a bzImage. */
#pragma once

#include <elf.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace ktstr::test {

template <typename T>
void put(std::string &bytes, size_t offset, T value)
{
	memcpy(bytes.data() + offset, &value, sizeof(value));
}

constexpr uint64_t kLink = 0x1000000;		  /* physical link address */
constexpr uint64_t kVirtual = 0xffffffff81000000; /* where the kernel maps it */
constexpr size_t kTextOffset = 0x1000;
constexpr size_t kTextSize = 0x2000;
constexpr size_t kElfEnd = kTextOffset + kTextSize + 0x100 + 4 * sizeof(Elf64_Shdr);

/** One PT_LOAD of kTextSize bytes and 4 KiB of BSS; sections .rodata and .BTF. */
inline std::string make_elf(const std::string &rodata = "Linux version 7.9.1-test (x) #1")
{
	std::string elf(kElfEnd, '\0');
	Elf64_Ehdr header = {};
	memcpy(header.e_ident, ELFMAG, SELFMAG);
	header.e_ident[EI_CLASS] = ELFCLASS64;
	header.e_ident[EI_DATA] = ELFDATA2LSB;
	header.e_type = ET_EXEC;
	header.e_machine = EM_X86_64;
	header.e_entry = kLink + 0x40;
	header.e_phoff = sizeof(header);
	header.e_phentsize = sizeof(Elf64_Phdr);
	header.e_phnum = 1;
	header.e_shoff = kElfEnd - 4 * sizeof(Elf64_Shdr);
	header.e_shentsize = sizeof(Elf64_Shdr);
	header.e_shnum = 4;
	header.e_shstrndx = 3;
	put(elf, 0, header);
	Elf64_Phdr load = {};
	load.p_type = PT_LOAD;
	load.p_offset = kTextOffset;
	load.p_vaddr = kVirtual;
	load.p_paddr = kLink;
	load.p_filesz = kTextSize;
	load.p_memsz = kTextSize + 0x1000;
	put(elf, sizeof(header), load);
	const std::string names("\0.rodata\0.BTF\0.shstrtab", 24);
	size_t names_at = kTextOffset + kTextSize;
	memcpy(elf.data() + names_at, names.data(), names.size());
	memcpy(elf.data() + kTextOffset + 0x1000, rodata.data(), rodata.size());
	memcpy(elf.data() + kTextOffset + 0x1800, "btf!", 4);
	auto section = [&](unsigned index, unsigned name, unsigned type, size_t at, size_t size) {
		Elf64_Shdr s = {};
		s.sh_name = name;
		s.sh_type = type;
		s.sh_offset = at;
		s.sh_size = size;
		put(elf, header.e_shoff + index * sizeof(s), s);
	};
	section(1, 1, SHT_PROGBITS, kTextOffset + 0x1000, 0x800);
	section(2, 9, SHT_PROGBITS, kTextOffset + 0x1800, 4);
	section(3, 14, SHT_STRTAB, names_at, names.size());
	return elf;
}

/** Lists as arch/x86/tools/relocs.c writes them, each after a zero word. */
inline std::string make_relocations(const std::vector<std::vector<uint32_t>> &lists)
{
	std::string table;
	auto word = [&](uint32_t value) {
		table.append(reinterpret_cast<const char *>(&value), sizeof(value));
	};
	for (const std::vector<uint32_t> &list : lists) {
		word(0);
		for (uint32_t address : list)
			word(address);
	}
	return table;
}

/** A boot sector, a setup sector that holds the release, and @payload. */
inline std::string make_bzimage(const std::string &payload)
{
	constexpr size_t kPayloadAt = 0x40;
	size_t size = (kPayloadAt + payload.size() + 15) / 16 * 16;
	std::string image(1024 + size, '\0');
	put<uint8_t>(image, 0x1f1, 1); /* setup_sects */
	put<uint32_t>(image, 0x1f4, uint32_t(size / 16));
	put<uint8_t>(image, 0x201, 0x6a); /* end of the header */
	memcpy(image.data() + 0x202, "HdrS", 4);
	put<uint16_t>(image, 0x206, 0x20f);
	put<uint16_t>(image, 0x20e, 0x100); /* kernel_version, less 0x200 */
	memcpy(image.data() + 0x300, "7.9.0-test (me) #1", 19);
	put<uint32_t>(image, 0x230, 0x200000); /* kernel_alignment */
	put<uint16_t>(image, 0x236, 0x7f);     /* xloadflags */
	put<uint32_t>(image, 0x248, kPayloadAt);
	put<uint32_t>(image, 0x24c, uint32_t(payload.size()));
	put<uint64_t>(image, 0x258, kLink);
	put<uint32_t>(image, 0x260, 0x400000); /* init_size */
	memcpy(image.data() + 1024 + kPayloadAt, payload.data(), payload.size());
	return image;
}

inline std::span<const std::byte> bytes_of(const std::string &text)
{
	return std::as_bytes(std::span(text));
}

/** A folder that is deleted with the test. */
class ScratchFolder {
public:
	ScratchFolder()
	{
		char name[] = "/tmp/ktstr-image-test-XXXXXX";
		path_ = mkdtemp(name);
	}
	~ScratchFolder()
	{
		std::error_code ignored;
		std::filesystem::remove_all(path_, ignored);
	}
	const std::string &path() const { return path_; }
	std::string write(const std::string &name, const std::string &content) const
	{
		std::string path = path_ + "/" + name;
		std::ofstream(path, std::ios::binary) << content;
		return path;
	}

private:
	std::string path_;
};

} /* namespace ktstr::test */
