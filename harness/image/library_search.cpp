/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/image/library_search.h"

#include <fcntl.h>
#include <glob.h>

#include "harness/base/files.h"
#include "harness/base/text.h"
#include "vmm/image/image_bytes.h"

namespace ktstr {

namespace {

constexpr unsigned kMaxIncludeDepth = 8;
constexpr uint64_t kMaxConfiguration = 1 << 20;
constexpr uint64_t kMaxLibrary = 2ull << 30;

/* Debian's loader, then those of other distributions, then musl's /usr/local/lib. */
constexpr const char *kStandardFolders[] = {
	"/lib/x86_64-linux-gnu",
	"/usr/lib/x86_64-linux-gnu",
	"/lib64",
	"/usr/lib64",
	"/lib",
	"/usr/lib",
	"/usr/local/lib",
};

void read_configuration(const std::string &path, unsigned depth, std::vector<std::string> &folders)
{
	Result<std::string> text = read_file(path, kMaxConfiguration);
	if (!text || depth == kMaxIncludeDepth)
		return;
	for (std::string_view line : split(text.value(), '\n')) {
		line = trim(line.substr(0, line.find('#')));
		if (line.starts_with("include ") || line.starts_with("include\t")) {
			std::string pattern(trim(line.substr(8)));
			if (!pattern.starts_with('/'))
				pattern = parent_of(path) + "/" + pattern;
			glob_t found = {};
			if (glob(pattern.c_str(), 0, nullptr, &found) == 0)
				for (size_t i = 0; i < found.gl_pathc; i++)
					read_configuration(found.gl_pathv[i], depth + 1, folders);
			globfree(&found);
		} else if (line.starts_with('/')) {
			folders.emplace_back(line);
		}
	}
}

void replace_token(std::string &text, std::string_view name, const std::string &value)
{
	for (std::string token : {"${" + std::string(name) + "}", "$" + std::string(name)})
		for (size_t at = text.find(token); at != text.npos;
		     at = text.find(token, at + value.size()))
			text.replace(at, token.size(), value);
}

/** Like the loader, skip files for another machine. */
bool is_library(const std::string &path, uint16_t machine)
{
	UniqueFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
	if (!fd.valid())
		return false;
	Result<ImageBytes> file = ImageBytes::map(fd, kMaxLibrary, path);
	if (!file)
		return false;
	Result<ElfNeeds> needs = parse_elf_needs(file.value());
	return needs && needs.value().machine == machine;
}

} /* namespace */

std::string expand_tokens(const std::string &path, const std::string &origin)
{
	std::string out = path;
	replace_token(out, "ORIGIN", origin);
	replace_token(out, "LIB", "lib/x86_64-linux-gnu");
	replace_token(out, "PLATFORM", "x86_64");
	return out;
}

LibrarySearch LibrarySearch::create(const std::string &configuration)
{
	LibrarySearch search;
	read_configuration(configuration, 0, search.folders_);
	search.folders_.insert(search.folders_.end(), std::begin(kStandardFolders),
			       std::end(kStandardFolders));
	return search;
}

std::string LibrarySearch::find(const std::string &name, const LibraryUser &user) const
{
	if (name.find('/') != name.npos) {
		std::string path = expand_tokens(name, user.origin);
		return path.starts_with('/') && is_library(path, user.machine) ? path : "";
	}
	std::vector<std::string> folders;
	/* DT_RPATH, of the whole chain of loading files, only counts without DT_RUNPATH. */
	if (user.runpath.empty())
		folders = user.rpath;
	for (const std::string &folder : user.runpath)
		folders.push_back(expand_tokens(folder, user.origin));
	folders.insert(folders.end(), folders_.begin(), folders_.end());
	for (const std::string &folder : folders) {
		std::string path = folder + "/" + name;
		if (path.starts_with('/') && is_library(path, user.machine))
			return path;
	}
	return {};
}

} /* namespace ktstr */
