/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/placement/lock_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <optional>

#include "harness/base/text.h"

namespace ktstr {

namespace {

constexpr char kFolder[] = "ktstr-locks";

/* Like /tmp: everybody may write, but only remove their own files. */
bool is_shared(const std::string &folder)
{
	struct stat status;

	return stat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode) &&
	       (status.st_mode & S_IWOTH) && (status.st_mode & S_ISVTX);
}

/* Clears the umask while it lives, so that everybody can use new files from the start. */
class NoUmask {
public:
	~NoUmask() { umask(old_); }

private:
	const mode_t old_ = umask(0);
};

Result<UniqueFd> open_folder(const std::string &path)
{
	NoUmask all_bits;

	if (mkdir(path.c_str(), 01777) < 0 && errno != EEXIST)
		return errno_error("create folder", path);
	UniqueFd fd(::open(path.c_str(), O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
	if (!fd.valid())
		return errno_error("open", path);
	return fd;
}

} /* namespace */

std::vector<std::string> lock_folder_bases()
{
	return {"/run/lock", "/var/lock", "/tmp", "/dev/shm"};
}

Result<UniqueFd> open_lock_folder(const std::vector<std::string> &bases)
{
	for (const std::string &base : bases) {
		/*
		 * Not just the first writable one: root would pick another folder than everybody
		 * else.
		 */
		if (is_shared(base))
			return open_folder(base + "/" + kFolder);
	}
	return format_error("no folder that all users share");
}

Result<LockFile> LockFile::open(const UniqueFd &folder, const std::string &name)
{
	constexpr int kFlags = O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
	NoUmask all_bits;
	UniqueFd fd;
	struct stat status;

	/* O_CREAT alone is not enough: fs.protected_regular refuses it for another user's file. */
	for (int attempt = 0; attempt < 2 && !fd.valid(); attempt++) {
		fd.reset(openat(folder.get(), name.c_str(), kFlags));
		if (fd.valid() || errno != ENOENT)
			break;
		fd.reset(openat(folder.get(), name.c_str(), kFlags | O_CREAT | O_EXCL, 0666));
		if (!fd.valid() && errno != EEXIST)
			break;
	}
	if (!fd.valid())
		return errno_error("open lock file", name);
	if (fstat(fd.get(), &status) < 0)
		return errno_error("fstat lock file", name);
	if (!S_ISREG(status.st_mode) || status.st_nlink != 1)
		return format_error("not a plain file", name);
	return LockFile(std::move(fd));
}

Result<bool> LockFile::try_lock()
{
	if (flock(fd_.get(), LOCK_EX | LOCK_NB) < 0) {
		if (errno == EWOULDBLOCK || errno == EINTR)
			return false;
		return errno_error("flock");
	}
	std::string text = std::to_string(getpid()) + "\n";

	/* The PID is only informative: with a full file system it is missing. */
	if (ftruncate(fd_.get(), 0) == 0)
		(void)!pwrite(fd_.get(), text.data(), text.size(), 0);
	return true;
}

void LockFile::unlock()
{
	flock(fd_.get(), LOCK_UN);
}

std::string LockFile::holder() const
{
	char text[16] = {};
	ssize_t n = pread(fd_.get(), text, sizeof(text), 0);
	std::optional<uint64_t> pid =
		n > 0 ? parse_number(trim({text, size_t(n)}), INT32_MAX) : std::nullopt;

	return pid ? "pid " + std::to_string(*pid) : "another process";
}

} /* namespace ktstr */
