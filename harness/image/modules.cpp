/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/image/modules.h"

#include <elf.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

namespace ktstr {

namespace {

namespace fs = std::filesystem;

std::string canonical_name(std::string_view file_name)
{
	std::string name(file_name.substr(file_name.rfind('/') + 1));
	name.resize(std::min(name.size(), name.find(".ko")));
	std::replace(name.begin(), name.end(), '-', '_');
	return name;
}

template <typename T>
bool copy_at(std::span<const std::byte> from, uint64_t offset, T &to)
{
	if (offset > from.size() || from.size() - offset < sizeof(T))
		return false;
	memcpy(&to, from.data() + offset, sizeof(T));
	return true;
}

/* NUL-separated "key=value" strings of .modinfo. */
Result<std::string> modinfo_section(std::span<const std::byte> elf)
{
	Elf64_Ehdr header;
	if (!copy_at(elf, 0, header) || memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 ||
	    header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_shentsize != sizeof(Elf64_Shdr))
		return format_error("kernel module", "not a 64-bit ELF file");
	auto section = [&](unsigned i, Elf64_Shdr &to) {
		return header.e_shoff < elf.size() &&
		       copy_at(elf, header.e_shoff + uint64_t(i) * sizeof(to), to);
	};
	Elf64_Shdr names;
	if (!section(header.e_shstrndx, names))
		return format_error("kernel module", "section names exceed the file");
	constexpr std::string_view kWanted(".modinfo\0", 9);
	for (unsigned i = 0; i < header.e_shnum; i++) {
		Elf64_Shdr s;
		char name[kWanted.size()];
		if (!section(i, s))
			return format_error("kernel module", "section header exceeds the file");
		if (names.sh_offset > elf.size() ||
		    !copy_at(elf, names.sh_offset + s.sh_name, name) ||
		    kWanted != std::string_view(name, sizeof(name)))
			continue;
		if (s.sh_offset > elf.size() || s.sh_size > elf.size() - s.sh_offset)
			return format_error("kernel module", ".modinfo exceeds the file");
		return std::string(reinterpret_cast<const char *>(elf.data()) + s.sh_offset,
				   s.sh_size);
	}
	return format_error("kernel module", "no .modinfo");
}

Result<std::vector<std::byte>> read_file(const fs::path &path)
{
	std::ifstream file(path, std::ios::binary | std::ios::ate);
	if (!file)
		return errno_error("open kernel module", path);
	std::vector<std::byte> bytes(size_t(file.tellg()));
	file.seekg(0);
	if (!file.read(reinterpret_cast<char *>(bytes.data()), std::streamsize(bytes.size())))
		return errno_error("read kernel module", path);
	return bytes;
}

/* Depth first, so that a module follows its dependencies. */
class Collector {
public:
	Result<void> index(const std::string &modules_dir);
	Result<void> add(const std::string &name);
	std::vector<KernelModule> take() { return std::move(ordered_); }

private:
	std::map<std::string, fs::path> files_;
	std::set<std::string> built_in_;
	std::set<std::string> started_;
	std::set<std::string> done_;
	std::vector<KernelModule> ordered_;
};

Result<void> Collector::index(const std::string &modules_dir)
{
	std::error_code error;
	fs::recursive_directory_iterator it(fs::path(modules_dir) / "kernel", error), end;
	for (; !error && it != end; it.increment(error)) {
		std::string name = it->path().filename();
		if (name.find(".ko") != std::string::npos)
			files_.emplace(canonical_name(name), it->path());
	}
	if (error)
		return Error{error.value(), "search for kernel modules", modules_dir};
	std::ifstream list(fs::path(modules_dir) / "modules.builtin");
	for (std::string line; std::getline(list, line);)
		built_in_.insert(canonical_name(line));
	return {};
}

Result<void> Collector::add(const std::string &name)
{
	if (done_.contains(name) || built_in_.contains(name))
		return {};
	if (!started_.insert(name).second)
		return format_error("kernel modules depend on each other in a cycle", name);
	auto file = files_.find(name);
	if (file == files_.end())
		return Error{ENOENT, "find kernel module", name};
	std::vector<std::byte> packed = KTSTR_TRY(read_file(file->second));
	Result<std::vector<std::byte>> image = unpack_module(file->second.native(), packed);
	if (!image)
		return format_error(image.error().what,
				    file->second.native() + ": " + image.error().detail);
	Result<std::vector<std::string>> depends = module_dependencies(image.value());
	if (!depends)
		return format_error(depends.error().what,
				    file->second.native() + ": " + depends.error().detail);
	for (const std::string &dependency : depends.value())
		KTSTR_TRY(add(dependency));
	done_.insert(name);
	ordered_.push_back({name, std::move(image.value()), std::move(depends.value())});
	return {};
}

} /* namespace */

Result<std::vector<std::string>> module_dependencies(std::span<const std::byte> elf)
{
	std::string info = KTSTR_TRY(modinfo_section(elf));
	std::string_view rest = info;
	std::vector<std::string> result;
	while (!rest.empty()) {
		std::string_view entry = rest.substr(0, rest.find('\0'));
		rest.remove_prefix(std::min(rest.size(), entry.size() + 1));
		constexpr std::string_view kKey = "depends=";
		if (!entry.starts_with(kKey))
			continue;
		entry.remove_prefix(kKey.size());
		while (!entry.empty()) {
			std::string_view one = entry.substr(0, entry.find(','));
			entry.remove_prefix(std::min(entry.size(), one.size() + 1));
			if (!one.empty())
				result.push_back(canonical_name(one));
		}
	}
	return result;
}

Result<std::vector<KernelModule>> collect_modules(const std::string &modules_dir,
						  const std::vector<std::string> &wanted)
{
	Collector collector;
	KTSTR_TRY(collector.index(modules_dir));
	for (const std::string &name : wanted)
		KTSTR_TRY(collector.add(name));
	return collector.take();
}

} /* namespace ktstr */
