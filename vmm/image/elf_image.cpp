/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/image/elf_image.h"

#include <elf.h>

#include <algorithm>

#include "vmm/image/decompress.h"
#include "vmm/image/file_beginning.h"

namespace ktstr {

namespace {

using Bytes = std::span<const std::byte>;

constexpr unsigned kMaxSegments = 64;
constexpr uint64_t kLowMemory = 1ull << 20;		 /* BIOS area, boot parameters, tables */
constexpr uint64_t kStartKernelMap = 0xffffffff80000000; /* __START_KERNEL_map */
constexpr uint64_t kMaxAddress = 1ull << 40;		 /* physical; far beyond any link address */

Result<Elf64_Ehdr> parse_header(Bytes bytes)
{
	Elf64_Ehdr header;
	if (!is_elf(bytes) || !copy_out(bytes, 0, &header))
		return format_error("kernel ELF: not an ELF file, or header is cut short");
	if (header.e_ident[EI_DATA] != ELFDATA2LSB)
		return format_error("kernel ELF: not for x86-64", "big-endian");
	if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_machine != EM_X86_64)
		return format_error("kernel ELF: not for x86-64",
				    elf_machine_name(header.e_machine));
	if (header.e_type == ET_REL)
		return format_error("kernel ELF: not linked: an object file or a module");
	if (header.e_type != ET_EXEC && header.e_type != ET_DYN)
		return format_error("kernel ELF: not a program",
				    "e_type " + std::to_string(header.e_type));
	if (header.e_phentsize != sizeof(Elf64_Phdr) || header.e_phnum == 0 ||
	    header.e_phnum > kMaxSegments)
		return format_error("kernel ELF: invalid program headers",
				    std::to_string(header.e_phnum));
	if (header.e_shnum && header.e_shentsize != sizeof(Elf64_Shdr))
		return format_error("kernel ELF: invalid section headers",
				    std::to_string(header.e_shentsize));
	return header;
}

bool inside(Bytes bytes, uint64_t offset, uint64_t size)
{
	return offset <= bytes.size() && size <= bytes.size() - offset;
}

Result<void> add_segment(Bytes bytes, const Elf64_Phdr &program, ElfLayout &layout)
{
	if (!inside(bytes, program.p_offset, program.p_filesz))
		return format_error("kernel ELF: segment exceeds the file",
				    hex(program.p_offset) + "+" + hex(program.p_filesz));
	layout.end = std::max(layout.end, program.p_offset + program.p_filesz);
	if (program.p_type != PT_LOAD || program.p_memsz == 0)
		return {};
	if (program.p_filesz > program.p_memsz || program.p_memsz > kMaxUnpacked ||
	    program.p_paddr > kMaxAddress)
		return format_error("kernel ELF: invalid segment",
				    hex(program.p_paddr) + "+" + hex(program.p_memsz));
	layout.segments.push_back({program.p_paddr, program.p_vaddr, program.p_offset,
				   program.p_filesz, program.p_memsz});
	return {};
}

Result<void> add_sections(Bytes bytes, const Elf64_Ehdr &header, ElfLayout &layout)
{
	if (header.e_shnum == 0)
		return {};
	uint64_t size = header.e_shnum * sizeof(Elf64_Shdr);
	if (!inside(bytes, header.e_shoff, size))
		return format_error("kernel ELF: section headers exceed the file",
				    hex(header.e_shoff) + "+" + hex(size));
	layout.end = std::max(layout.end, header.e_shoff + size);
	for (unsigned i = 0; i < header.e_shnum; i++) {
		Elf64_Shdr section;
		if (!copy_out(bytes, header.e_shoff + i * sizeof(section), &section) ||
		    section.sh_type == SHT_NOBITS || section.sh_type == SHT_NULL)
			continue;
		if (!inside(bytes, section.sh_offset, section.sh_size))
			return format_error("kernel ELF: section exceeds the file",
					    hex(section.sh_offset) + "+" + hex(section.sh_size));
		layout.end = std::max(layout.end, section.sh_offset + section.sh_size);
	}
	return {};
}

} /* namespace */

bool is_elf(Bytes bytes)
{
	return bytes.size() >= SELFMAG && !memcmp(bytes.data(), ELFMAG, SELFMAG);
}

Result<ElfLayout> parse_elf(Bytes bytes)
{
	Elf64_Ehdr header = KTSTR_TRY(parse_header(bytes));
	ElfLayout layout;
	layout.entry = header.e_entry;
	layout.end = sizeof(header);
	uint64_t size = header.e_phnum * sizeof(Elf64_Phdr);
	if (!inside(bytes, header.e_phoff, size))
		return format_error("kernel ELF: program headers exceed the file",
				    hex(header.e_phoff));
	layout.end = std::max(layout.end, header.e_phoff + size);
	for (unsigned i = 0; i < header.e_phnum; i++) {
		Elf64_Phdr program;
		if (copy_out(bytes, header.e_phoff + i * sizeof(program), &program))
			KTSTR_TRY(add_segment(bytes, program, layout));
	}
	KTSTR_TRY(add_sections(bytes, header, layout));

	if (layout.segments.empty())
		return format_error("kernel ELF: no loadable segment");
	uint64_t low = UINT64_MAX, high = 0;
	for (const KernelSegment &segment : layout.segments) {
		low = std::min(low, segment.physical_address);
		high = std::max(high, segment.physical_address + segment.memory_size);
	}
	if (high - low > kMaxUnpacked)
		return format_error("kernel ELF: spans more than KERNEL_IMAGE_SIZE",
				    hex(high - low));
	/* A user-space program is a well-formed ELF file too. */
	if (low < kLowMemory || std::none_of(
					layout.segments.begin(), layout.segments.end(),
					[](const KernelSegment &segment) {
						return segment.virtual_address >= kStartKernelMap;
					}))
		return format_error("kernel ELF: a user-space program, not linked as a kernel",
				    "lowest address " + hex(low));
	if (layout.entry < low || layout.entry >= high)
		return format_error("kernel ELF: entry point lies outside the segments",
				    hex(layout.entry));
	return layout;
}

std::span<const std::byte> elf_section(Bytes bytes, const char *name)
{
	Elf64_Ehdr header;
	Elf64_Shdr names;
	if (!copy_out(bytes, 0, &header) || !is_elf(bytes) ||
	    header.e_shentsize != sizeof(Elf64_Shdr) || header.e_shstrndx >= header.e_shnum ||
	    !inside(bytes, header.e_shoff, header.e_shnum * sizeof(Elf64_Shdr)) ||
	    !copy_out(bytes, header.e_shoff + header.e_shstrndx * sizeof(names), &names))
		return {};
	Bytes strings = slice(bytes, names.sh_offset, names.sh_size);
	size_t length = strlen(name) + 1;
	for (unsigned i = 0; i < header.e_shnum; i++) {
		Elf64_Shdr section;
		if (!copy_out(bytes, header.e_shoff + i * sizeof(section), &section) ||
		    section.sh_type == SHT_NOBITS)
			continue;
		Bytes candidate = slice(strings, section.sh_name, length);
		if (!candidate.empty() && !memcmp(candidate.data(), name, length))
			return slice(bytes, section.sh_offset, section.sh_size);
	}
	return {};
}

/*
 * arch/x86/tools/relocs.c emit_relocs() puts a zero word before each list and nothing after the
 * last: 64-bit, then (before 6.15) inverse 32-bit, then 32-bit. The number of zeros tells which
 * lists there are.
 */
Result<void> parse_relocations(Bytes table, KernelImage &image)
{
	std::vector<std::vector<int32_t>> lists;
	/* Parse from the end, like handle_relocations(): the front may be padding. */
	size_t count = table.size() / sizeof(int32_t);
	const std::byte *start = table.data() + table.size() % sizeof(int32_t);
	std::vector<int32_t> words(count);
	if (count)
		memcpy(words.data(), start, count * sizeof(int32_t));
	auto end = words.end();
	while (lists.size() < 4) {
		auto zero = std::find(std::make_reverse_iterator(end), words.rend(), 0);
		if (zero == words.rend())
			break;
		lists.emplace_back(zero.base(), end);
		end = zero.base() - 1;
	}
	if (lists.empty() && count == 0)
		return {};
	if ((lists.size() != 2 && lists.size() != 3) || end != words.begin())
		return format_error("kernel relocations: invalid table after the ELF file",
				    std::to_string(lists.size()) + " lists");
	image.relocations_32 = std::move(lists.front());
	image.relocations_64 = std::move(lists.back());
	if (lists.size() == 3)
		image.relocations_inverse_32 = std::move(lists[1]);
	return {};
}

} /* namespace ktstr */
