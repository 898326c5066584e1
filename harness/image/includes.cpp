/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/image/includes.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>

#include <algorithm>
#include <deque>
#include <filesystem>
#include <map>

#include "harness/base/files.h"
#include "harness/base/text.h"
#include "harness/image/library_search.h"
#include "vmm/image/image_bytes.h"

namespace ktstr {

namespace {

namespace fs = std::filesystem;

constexpr size_t kMaxFiles = 200000;
constexpr uint64_t kMaxBytes = 4ull << 30; /* one cpio; more than an initramfs should hold */
constexpr unsigned kMaxLinks = 40;	   /* MAXSYMLINKS */
constexpr unsigned kMaxDepth = 64;	   /* nested folders */

/** A file to examine, and the DT_RPATHs of the files that load it. */
struct Pending {
	std::string path;
	std::vector<std::string> rpath;
};

class Collector {
public:
	Result<void> add_tree(const std::string &path);
	Includes finish();

private:
	Result<std::string> add_path(const std::string &path, std::vector<std::string> rpath = {});
	Result<void> add_folder(const std::string &path, unsigned depth);
	Result<void> add_folder_entry(const fs::directory_entry &entry, unsigned depth);
	Result<void> add_file(const std::string &path, const struct stat &status,
			      std::vector<std::string> rpath);
	Result<void> follow_needs();
	Result<void> add_needs(const Pending &file);
	Result<void> add_elf_needs(const Pending &file, const ElfNeeds &needs);
	Result<void> add_script_needs(const Pending &file, const std::vector<std::string> &words);
	Result<void> add_need(const std::string &user, const std::string &path,
			      std::vector<std::string> rpath);
	Result<void> add(GuestFile file);

	LibrarySearch search_ = LibrarySearch::create("/etc/ld.so.conf");
	std::map<std::string, GuestFile> files_;
	std::vector<std::string> missing_;
	std::deque<Pending> pending_;
	uint64_t bytes_ = 0;
	bool dynamic_ = false;
};

Result<void> Collector::add(GuestFile file)
{
	if (files_.size() == kMaxFiles)
		return Error{EFBIG, "too many files for an image", file.guest_path};
	std::string key = file.guest_path;
	files_.emplace(std::move(key), std::move(file));
	return {};
}

Result<void> Collector::add_file(const std::string &path, const struct stat &status,
				 std::vector<std::string> rpath)
{
	if (files_.contains(path))
		return {};
	if (access(path.c_str(), R_OK))
		return errno_error("read file to include", path);
	bytes_ += uint64_t(status.st_size);
	if (bytes_ > kMaxBytes)
		return Error{EFBIG, "too many bytes for an image", path};
	KTSTR_TRY(add({GuestFile::file, path, path, {}, status.st_mode & 07777}));
	pending_.push_back({path, std::move(rpath)});
	return {};
}

/**
 * Walks absolute @path from the root and adds each link on the way, the final target (a folder
 * without its contents), and the folders in between. Returns the path without links.
 */
Result<std::string> Collector::add_path(const std::string &path, std::vector<std::string> rpath)
{
	std::deque<std::string> todo;
	for (std::string_view part : split(path, '/'))
		todo.emplace_back(part);
	std::string at;
	for (unsigned links = 0; !todo.empty();) {
		std::string part = todo.front();
		todo.pop_front();
		if (part.empty() || part == ".")
			continue;
		if (part == "..") {
			at.resize(at.empty() ? 0 : at.rfind('/'));
			continue;
		}
		std::string next = at + "/" + part;
		struct stat status;
		if (lstat(next.c_str(), &status))
			return errno_error("find file to include", path);
		if (S_ISLNK(status.st_mode)) {
			char target[PATH_MAX];
			ssize_t length = readlink(next.c_str(), target, sizeof(target));
			if (length <= 0 || ++links > kMaxLinks)
				return Error{ELOOP, "too many links in path to include", next};
			std::string text(target, size_t(length));
			KTSTR_TRY(add({GuestFile::symlink, next, {}, text, 0777}));
			if (text.starts_with('/'))
				at.clear();
			std::vector<std::string_view> parts = split(text, '/');
			todo.insert(todo.begin(), parts.begin(), parts.end());
			continue;
		}
		if (S_ISDIR(status.st_mode))
			KTSTR_TRY(
				add({GuestFile::directory, next, {}, {}, status.st_mode & 07777}));
		else if (S_ISREG(status.st_mode))
			KTSTR_TRY(add_file(next, status, rpath));
		else
			return format_error("neither a file nor a folder", next);
		at = next;
	}
	return at;
}

Result<void> Collector::add_folder_entry(const fs::directory_entry &entry, unsigned depth)
{
	std::string path = entry.path();
	struct stat status;
	if (lstat(path.c_str(), &status))
		return errno_error("find file to include", path);
	if (S_ISREG(status.st_mode))
		return add_file(path, status, {});
	if (S_ISDIR(status.st_mode)) {
		KTSTR_TRY(add({GuestFile::directory, path, {}, {}, status.st_mode & 07777}));
		return add_folder(path, depth + 1);
	}
	/* A dangling link is kept as it is. Pipes, sockets and devices are dropped. */
	if (S_ISLNK(status.st_mode) && !add_path(path))
		return {};
	return {};
}

Result<void> Collector::add_folder(const std::string &path, unsigned depth)
{
	if (depth == kMaxDepth)
		return Error{ELOOP, "folders nested too deeply", path};
	std::error_code error;
	for (fs::directory_iterator it(path, error), end; !error && it != end; it.increment(error))
		KTSTR_TRY(add_folder_entry(*it, depth));
	if (error)
		return Error{error.value(), "read folder to include", path};
	return {};
}

Result<void> Collector::add_tree(const std::string &path)
{
	std::error_code error;
	std::string absolute = fs::absolute(path, error);
	if (error || path.empty())
		return Error{error ? error.value() : ENOENT, "find file to include", path};
	std::string real = KTSTR_TRY(add_path(absolute));
	if (folder_exists(real))
		KTSTR_TRY(add_folder(real, 0));
	return follow_needs();
}

Result<void> Collector::follow_needs()
{
	while (!pending_.empty()) {
		Pending file = std::move(pending_.front());
		pending_.pop_front();
		KTSTR_TRY(add_needs(file));
	}
	return {};
}

Result<void> Collector::add_needs(const Pending &file)
{
	UniqueFd fd(open(file.path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
	Result<ImageBytes> bytes = ImageBytes::map(fd, kMaxBytes, file.path);
	if (!bytes)
		return {}; /* nothing to load */
	switch (detect_format(bytes.value())) {
	case FileFormat::script:
		return files_[file.path].permissions & 0111
			       ? add_script_needs(file, parse_script_line(bytes.value()))
			       : Result<void>();
	case FileFormat::elf32:
		missing_.push_back(file.path + ": 32-bit program, its libraries are not included");
		return {};
	case FileFormat::elf64: {
		Result<ElfNeeds> needs = parse_elf_needs(bytes.value());
		if (needs)
			return add_elf_needs(file, needs.value());
		missing_.push_back(file.path + ": " + needs.error().to_string());
		return {};
	}
	case FileFormat::other:
		break;
	}
	return {};
}

/** A missing need is noted; exceeding a limit is an error. */
Result<void> Collector::add_need(const std::string &user, const std::string &path,
				 std::vector<std::string> rpath)
{
	Result<std::string> added = add_path(path, std::move(rpath));
	if (added)
		return {};
	if (added.error().code == EFBIG)
		return std::move(added.error());
	missing_.push_back(user + ": " + added.error().to_string());
	return {};
}

Result<void> Collector::add_elf_needs(const Pending &file, const ElfNeeds &needs)
{
	dynamic_ |= !needs.libraries.empty();
	if (needs.interpreter.starts_with('/'))
		KTSTR_TRY(add_need(file.path, needs.interpreter, {}));
	LibraryUser user;
	user.origin = parent_of(file.path);
	user.runpath = needs.runpath;
	user.machine = needs.machine;
	for (const std::string &folder : needs.rpath)
		user.rpath.push_back(expand_tokens(folder, user.origin));
	user.rpath.insert(user.rpath.end(), file.rpath.begin(), file.rpath.end());
	for (const std::string &name : needs.libraries) {
		std::string path = search_.find(name, user);
		if (path.empty())
			missing_.push_back(file.path + ": " + name + " not found");
		else
			KTSTR_TRY(add_need(file.path, path, user.rpath));
	}
	return {};
}

Result<void> Collector::add_script_needs(const Pending &file, const std::vector<std::string> &words)
{
	if (words.empty() || !words[0].starts_with('/'))
		return {};
	KTSTR_TRY(add_need(file.path, words[0], {}));
	/* "#!/usr/bin/env [-S] name": what counts is the program that env runs. */
	size_t name = words.size() > 1 && words[1] == "-S" ? 2 : 1;
	if (base_name(words[0]) != "env" || words.size() <= name)
		return {};
	std::string search = environment("PATH");
	for (std::string_view folder : split(search, ':')) {
		std::string path = std::string(folder) + "/" + words[name];
		if (path.starts_with('/') && !access(path.c_str(), X_OK))
			return add_need(file.path, path, {});
	}
	missing_.push_back(file.path + ": " + words[name] + " not found");
	return {};
}

Includes Collector::finish()
{
	/*
	 * The guest's loader has no ld.so.conf. The cache covers folders that only ld.so.conf
	 * names.
	 */
	if (dynamic_ && file_exists("/etc/ld.so.cache") && !add_path("/etc/ld.so.cache"))
		missing_.push_back("/etc/ld.so.cache: cannot be read");
	Includes out;
	for (auto &[path, file] : files_)
		out.files.push_back(std::move(file));
	std::sort(missing_.begin(), missing_.end());
	missing_.erase(std::unique(missing_.begin(), missing_.end()), missing_.end());
	out.missing = std::move(missing_);
	return out;
}

} /* namespace */

Result<Includes> collect_includes(const std::vector<std::string> &paths)
{
	Collector collector;
	for (const std::string &path : paths)
		KTSTR_TRY(collector.add_tree(path));
	return collector.finish();
}

} /* namespace ktstr */
