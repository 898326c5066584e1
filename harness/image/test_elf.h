/* SPDX-License-Identifier: GPL-2.0 */
/* A handmade dynamic ELF file for the tests in this folder; it contains no code. */
#pragma once

#include <elf.h>
#include <stdlib.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace ktstr::test {

constexpr uint64_t kElfAddress = 0x400000;
constexpr size_t kDynamicOffset = sizeof(Elf64_Ehdr) + 3 * sizeof(Elf64_Phdr);

struct DynamicElf {
	std::string interpreter = {};
	std::vector<std::string> needed = {};
	std::string rpath = {}, runpath = {};
	uint16_t machine = EM_X86_64;

	std::string bytes() const
	{
		std::string strings(1, '\0');
		std::vector<Elf64_Dyn> dynamic;
		auto add = [&](int64_t tag, const std::string &text) {
			dynamic.push_back({tag, {strings.size()}});
			strings += text + '\0';
		};
		for (const std::string &name : needed)
			add(DT_NEEDED, name);
		if (!rpath.empty())
			add(DT_RPATH, rpath);
		if (!runpath.empty())
			add(DT_RUNPATH, runpath);
		size_t count = dynamic.size() + 3;
		size_t strings_at = kDynamicOffset + count * sizeof(Elf64_Dyn);
		size_t interpreter_at = strings_at + strings.size();
		size_t size = interpreter_at + interpreter.size() + 1;
		dynamic.push_back({DT_STRTAB, {kElfAddress + strings_at}});
		dynamic.push_back({DT_STRSZ, {strings.size()}});
		dynamic.push_back({DT_NULL, {0}});

		Elf64_Ehdr header = {};
		memcpy(header.e_ident, ELFMAG, SELFMAG);
		header.e_ident[EI_CLASS] = ELFCLASS64;
		header.e_ident[EI_DATA] = ELFDATA2LSB;
		header.e_type = ET_DYN;
		header.e_machine = machine;
		header.e_phoff = sizeof(header);
		header.e_phentsize = sizeof(Elf64_Phdr);
		header.e_phnum = 3;
		Elf64_Phdr programs[3] = {};
		programs[0] = {PT_LOAD, PF_R, 0, kElfAddress, kElfAddress, size, size, 4096};
		programs[1] = {PT_DYNAMIC,
			       PF_R,
			       kDynamicOffset,
			       kElfAddress + kDynamicOffset,
			       0,
			       count * sizeof(Elf64_Dyn),
			       count * sizeof(Elf64_Dyn),
			       8};
		programs[2] = {interpreter.empty() ? 0u : PT_INTERP,
			       PF_R,
			       interpreter_at,
			       0,
			       0,
			       interpreter.size() + 1,
			       interpreter.size() + 1,
			       1};
		std::string out(size, '\0');
		memcpy(out.data(), &header, sizeof(header));
		memcpy(out.data() + sizeof(header), programs, sizeof(programs));
		memcpy(out.data() + kDynamicOffset, dynamic.data(), count * sizeof(Elf64_Dyn));
		memcpy(out.data() + strings_at, strings.data(), strings.size());
		memcpy(out.data() + interpreter_at, interpreter.data(), interpreter.size());
		return out;
	}
};

/** A folder that is deleted with the test. */
class ScratchTree {
public:
	ScratchTree()
	{
		char name[] = "/tmp/ktstr-includes-XXXXXX";
		path_ = std::filesystem::canonical(mkdtemp(name));
	}
	~ScratchTree()
	{
		std::error_code ignored;
		std::filesystem::remove_all(path_, ignored);
	}
	const std::string &path() const { return path_; }
	std::string write(const std::string &name, const std::string &content,
			  unsigned permissions = 0644) const
	{
		std::string path = path_ + "/" + name;
		std::filesystem::create_directories(std::filesystem::path(path).parent_path());
		std::ofstream(path, std::ios::binary) << content;
		std::filesystem::permissions(path, std::filesystem::perms(permissions));
		return path;
	}
	std::string link(const std::string &name, const std::string &target) const
	{
		std::string path = path_ + "/" + name;
		std::filesystem::create_directories(std::filesystem::path(path).parent_path());
		std::filesystem::create_symlink(target, path);
		return path;
	}

private:
	std::string path_;
};

} /* namespace ktstr::test */
