/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/image/elf_needs.h"

#include <elf.h>

#include <algorithm>
#include <climits>

#include "vmm/image/image_bytes.h"

namespace ktstr {

namespace {

using Bytes = std::span<const std::byte>;

constexpr unsigned kMaxPrograms = 256;
constexpr unsigned kMaxDynamic = 8192;
constexpr unsigned kMaxLibraries = 1024;
constexpr size_t kMaxScriptLine = 256; /* BINPRM_BUF_SIZE */

/** The string at @offset of @table; false: it is not terminated, or is longer than a path. */
bool read_string(Bytes table, uint64_t offset, std::string *out)
{
	if (offset >= table.size())
		return false;
	Bytes rest = table.subspan(offset, std::min<size_t>(table.size() - offset, PATH_MAX));
	auto end = std::find(rest.begin(), rest.end(), std::byte{0});
	if (end == rest.end())
		return false;
	out->assign(reinterpret_cast<const char *>(rest.data()), size_t(end - rest.begin()));
	return true;
}

std::vector<std::string> split_path(const std::string &path)
{
	std::vector<std::string> parts;
	for (size_t start = 0; start <= path.size();) {
		size_t end = std::min(path.find(':', start), path.size());
		if (end > start)
			parts.push_back(path.substr(start, end - start));
		start = end + 1;
	}
	return parts;
}

/** The file's bytes from virtual @address to the end of its segment. */
Bytes at_address(Bytes file, const std::vector<Elf64_Phdr> &programs, uint64_t address)
{
	for (const Elf64_Phdr &program : programs) {
		if (program.p_type != PT_LOAD || address < program.p_vaddr ||
		    address - program.p_vaddr >= program.p_filesz)
			continue;
		Bytes segment = slice(file, program.p_offset, program.p_filesz);
		return segment.empty() ? segment : segment.subspan(address - program.p_vaddr);
	}
	return {};
}

Result<std::vector<Elf64_Phdr>> read_programs(Bytes file, const Elf64_Ehdr &header)
{
	if (header.e_phnum > kMaxPrograms ||
	    (header.e_phnum && header.e_phentsize != sizeof(Elf64_Phdr)))
		return format_error("ELF: invalid program headers");
	std::vector<Elf64_Phdr> programs(header.e_phnum);
	Bytes table = slice(file, header.e_phoff, programs.size() * sizeof(Elf64_Phdr));
	if (table.size() != programs.size() * sizeof(Elf64_Phdr))
		return format_error("ELF: program headers exceed the file");
	if (!table.empty())
		memcpy(programs.data(), table.data(), table.size());
	return programs;
}

/** The entries of PT_DYNAMIC up to DT_NULL. */
Result<std::vector<Elf64_Dyn>> read_dynamic(Bytes file, const Elf64_Phdr &program)
{
	Bytes table = slice(file, program.p_offset, program.p_filesz);
	if (table.size() != program.p_filesz)
		return format_error("ELF: dynamic section exceeds the file");
	std::vector<Elf64_Dyn> entries;
	Elf64_Dyn entry;
	while (copy_out(table, entries.size() * sizeof(entry), &entry) && entry.d_tag != DT_NULL) {
		if (entries.size() == kMaxDynamic)
			return format_error("ELF: unterminated dynamic section");
		entries.push_back(entry);
	}
	return entries;
}

Result<void> add_dynamic(Bytes file, const std::vector<Elf64_Phdr> &programs,
			 const std::vector<Elf64_Dyn> &entries, ElfNeeds &needs)
{
	uint64_t address = 0, size = 0;
	for (const Elf64_Dyn &entry : entries) {
		if (entry.d_tag == DT_STRTAB)
			address = entry.d_un.d_ptr;
		else if (entry.d_tag == DT_STRSZ)
			size = entry.d_un.d_val;
	}
	Bytes strings = at_address(file, programs, address);
	strings = strings.first(std::min<uint64_t>(size, strings.size()));
	for (const Elf64_Dyn &entry : entries) {
		if (entry.d_tag != DT_NEEDED && entry.d_tag != DT_RPATH &&
		    entry.d_tag != DT_RUNPATH)
			continue;
		std::string text;
		if (!read_string(strings, entry.d_un.d_val, &text))
			return format_error("ELF: dynamic string lies outside its table");
		if (entry.d_tag == DT_RPATH)
			needs.rpath = split_path(text);
		else if (entry.d_tag == DT_RUNPATH)
			needs.runpath = split_path(text);
		else if (needs.libraries.size() == kMaxLibraries)
			return format_error("ELF: needs too many libraries");
		else
			needs.libraries.push_back(text);
	}
	return {};
}

} /* namespace */

FileFormat detect_format(Bytes file)
{
	if (file.size() >= 2 && !memcmp(file.data(), "#!", 2))
		return FileFormat::script;
	if (file.size() < EI_NIDENT || memcmp(file.data(), ELFMAG, SELFMAG))
		return FileFormat::other;
	bool wide = uint8_t(file[EI_CLASS]) == ELFCLASS64;
	return wide ? FileFormat::elf64 : FileFormat::elf32;
}

Result<ElfNeeds> parse_elf_needs(Bytes file)
{
	Elf64_Ehdr header;
	if (detect_format(file) != FileFormat::elf64 || !copy_out(file, 0, &header) ||
	    header.e_ident[EI_DATA] != ELFDATA2LSB)
		return format_error("ELF: not a 64-bit little-endian file, or cut short");
	ElfNeeds needs;
	needs.machine = header.e_machine;
	std::vector<Elf64_Phdr> programs = KTSTR_TRY(read_programs(file, header));
	for (const Elf64_Phdr &program : programs) {
		if (program.p_type == PT_INTERP &&
		    !read_string(slice(file, program.p_offset, program.p_filesz), 0,
				 &needs.interpreter))
			return format_error("ELF: invalid interpreter");
		if (program.p_type != PT_DYNAMIC)
			continue;
		auto entries = KTSTR_TRY(read_dynamic(file, program));
		KTSTR_TRY(add_dynamic(file, programs, entries, needs));
	}
	return needs;
}

std::vector<std::string> parse_script_line(Bytes file)
{
	std::string_view text(reinterpret_cast<const char *>(file.data()),
			      std::min(file.size(), kMaxScriptLine));
	if (!text.starts_with("#!"))
		return {};
	text = text.substr(2, text.find_first_of(std::string_view("\n\0", 2)) - 2);
	std::vector<std::string> words;
	while (words.size() < 8) {
		size_t start = text.find_first_not_of(" \t\r");
		if (start == text.npos)
			break;
		text.remove_prefix(start);
		size_t end = std::min(text.find_first_of(" \t\r"), text.size());
		words.emplace_back(text.substr(0, end));
		text.remove_prefix(end);
	}
	return words;
}

} /* namespace ktstr */
