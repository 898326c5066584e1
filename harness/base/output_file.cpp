/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/base/output_file.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>

#include "harness/base/files.h"
#include "harness/base/text.h"

namespace ktstr {

namespace {

constexpr unsigned kMaxLinks = 40; /* MAXSYMLINKS */
constexpr char kOpen[] = "open for writing";

struct Place {
	std::string path; /* not a link */
	int fd = -1;	  /* our own descriptor that @path stands for, or -1 */
};

/*
 * /dev/stdout and /dev/fd/N lead to /proc/self/fd/N. Opening that a second time would write to a
 * file from its start, over what is there already.
 */
Result<Place> find_place(const std::string &name)
{
	std::string own = "/proc/" + std::to_string(getpid()) + "/fd";
	std::string path = name;

	for (unsigned links = 0; links <= kMaxLinks; links++) {
		std::string folder = real_path(parent_of(path));
		char target[PATH_MAX];

		path = folder + (folder == "/" ? "" : "/") + base_name(path);
		if (std::optional<uint64_t> fd = parse_number(base_name(path), INT_MAX);
		    fd && folder == own)
			return Place{path, int(*fd)};
		ssize_t length = readlink(path.c_str(), target, sizeof(target));
		if (length < 0)
			return Place{path};
		std::string next(target, size_t(length));
		path = next.starts_with("/") ? next : folder + "/" + next;
	}
	return Error{ELOOP, kOpen, name};
}

} /* namespace */

Result<OutputFile> OutputFile::open(const std::string &name)
{
	Place place = KTSTR_TRY(find_place(name));
	struct stat status;

	if (place.fd >= 0) {
		UniqueFd fd(fcntl(place.fd, F_DUPFD_CLOEXEC, 0));

		if (!fd.valid())
			return errno_error(kOpen, name);
		if ((fcntl(fd.get(), F_GETFL) & O_ACCMODE) == O_RDONLY)
			return Error{EBADF, kOpen, name};
		return OutputFile(place.path, std::move(fd), false);
	}
	UniqueFd fd(::open(place.path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY));
	if (fd.valid() && fstat(fd.get(), &status) == 0)
		return OutputFile(place.path, std::move(fd), S_ISREG(status.st_mode));
	if (errno != ENOENT || base_name(place.path).empty())
		return errno_error(kOpen, name);
	/* Try what write() will do. */
	if (Result<void> tried = write_file(place.path, ""); !tried.ok())
		return Error{tried.error().code, kOpen, name};
	unlink(place.path.c_str());
	return OutputFile(place.path, UniqueFd(), false);
}

Result<void> OutputFile::write(std::string_view content) const
{
	if (!fd_.valid())
		return write_file(path_, content);
	if (truncate_ && ftruncate(fd_.get(), 0) < 0)
		return errno_error("truncate", path_);
	if (Result<void> written = write_all(fd_, content); !written.ok())
		return Error{written.error().code, "write", path_};
	return {};
}

} /* namespace ktstr */
