/* SPDX-License-Identifier: GPL-2.0 */
/* Minimal kernel modules, for tests only. Pure; any thread. */
#pragma once

#include <elf.h>

#include <algorithm>
#include <cstring>
#include <string>

namespace ktstr::test {

inline void put(std::string &to, size_t at, const void *data, size_t size)
{
	to.resize(std::max(to.size(), at + size));
	memcpy(to.data() + at, data, size);
}

/* The minimum with a .modinfo: header, two section headers, contents. */
inline std::string make_module(const std::string &depends)
{
	std::string info = "license=GPL" + std::string(1, '\0') + "depends=" + depends + '\0';
	const std::string names(".modinfo\0.shstrtab\0", 19);
	Elf64_Ehdr header = {};
	memcpy(header.e_ident, ELFMAG, SELFMAG);
	header.e_ident[EI_CLASS] = ELFCLASS64;
	header.e_shoff = sizeof(header);
	header.e_shentsize = sizeof(Elf64_Shdr);
	header.e_shnum = 2;
	header.e_shstrndx = 1;
	size_t contents = sizeof(header) + 2 * sizeof(Elf64_Shdr);
	Elf64_Shdr modinfo = {}, strings = {};
	modinfo.sh_offset = contents;
	modinfo.sh_size = info.size();
	strings.sh_name = 9;
	strings.sh_offset = contents + info.size();
	strings.sh_size = names.size();
	std::string file;
	put(file, 0, &header, sizeof(header));
	put(file, sizeof(header), &modinfo, sizeof(modinfo));
	put(file, sizeof(header) + sizeof(modinfo), &strings, sizeof(strings));
	return file + info + names;
}

} /* namespace ktstr::test */
