/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/base/files.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>

#include <climits>
#include <cstdlib>
#include <filesystem>

namespace ktstr {

Result<std::string> read_file(const std::string &path, uint64_t maximum)
{
	UniqueFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC));
	std::string content;

	if (!fd.valid())
		return errno_error("open", path);
	/* st_size is unreliable: /proc and 9p files may report 0. */
	for (;;) {
		char buffer[64 * 1024];
		ssize_t n = ::read(fd.get(), buffer, sizeof(buffer));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno_error("read", path);
		if (n == 0)
			return content;
		if (content.size() + size_t(n) > maximum)
			return Error{EFBIG, "read", path};
		content.append(buffer, size_t(n));
	}
}

Result<void> write_all(int fd, std::string_view bytes)
{
	while (!bytes.empty()) {
		ssize_t n = ::write(fd, bytes.data(), bytes.size());

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN) {
			pollfd wait = {fd, POLLOUT, 0};

			/* Also wakes if the reader goes away; write() then reports it. */
			poll(&wait, 1, -1);
			continue;
		}
		if (n < 0)
			return errno_error("write");
		bytes.remove_prefix(size_t(n));
	}
	return {};
}

Result<void> write_all(const UniqueFd &fd, std::string_view bytes)
{
	return write_all(fd.get(), bytes);
}

Result<void> write_file(const std::string &path, std::string_view content)
{
	std::string temporary = path + ".part";
	UniqueFd fd(open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));

	if (!fd.valid())
		return errno_error("create", temporary);
	if (Result<void> written = write_all(fd, content); !written.ok()) {
		unlink(temporary.c_str());
		return Error{written.error().code, "write", path};
	}
	if (rename(temporary.c_str(), path.c_str()) < 0)
		return errno_error("rename", path);
	return {};
}

Result<void> make_folders(const std::string &path)
{
	for (size_t at = 1; at <= path.size(); at++) {
		if (at != path.size() && path[at] != '/')
			continue;
		std::string part = path.substr(0, at);

		if (mkdir(part.c_str(), 0755) < 0 && errno != EEXIST && !folder_exists(part))
			return errno_error("create folder", part);
	}
	if (!folder_exists(path))
		return Error{ENOTDIR, "create folder", path};
	return {};
}

bool file_exists(const std::string &path)
{
	struct stat st;

	return stat(path.c_str(), &st) == 0 && S_ISREG(st.st_mode);
}

bool folder_exists(const std::string &path)
{
	struct stat st;

	return stat(path.c_str(), &st) == 0 && S_ISDIR(st.st_mode);
}

std::vector<std::string> entries_of(const std::string &folder)
{
	std::vector<std::string> names;
	DIR *stream = opendir(folder.c_str());

	if (!stream)
		return names;
	while (const dirent *entry = readdir(stream)) {
		if (entry->d_name[0] != '.')
			names.push_back(entry->d_name);
	}
	closedir(stream);
	return names;
}

std::string parent_of(const std::string &path)
{
	size_t at = path.rfind('/');

	if (at == std::string::npos)
		return ".";
	return at ? path.substr(0, at) : "/";
}

std::string base_name(const std::string &path)
{
	size_t at = path.rfind('/');

	return at == std::string::npos ? path : path.substr(at + 1);
}

std::string real_path(const std::string &path)
{
	char buffer[PATH_MAX];

	return realpath(path.c_str(), buffer) ? buffer : path;
}

std::string absolute_path(const std::string &path)
{
	std::error_code error;
	std::filesystem::path absolute = std::filesystem::absolute(path, error);

	return error ? path : absolute.string();
}

std::string environment(const char *name)
{
	const char *value = getenv(name);

	return value ? value : "";
}

} /* namespace ktstr */
