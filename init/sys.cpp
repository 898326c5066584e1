/* SPDX-License-Identifier: GPL-2.0 */
#include "init/sys.h"

#include <fcntl.h>
#include <time.h>

#include <cerrno>

#include "vmm/base/unique_fd.h"

namespace ktstr {

uint64_t boot_time_ns()
{
	struct timespec now = {};

	clock_gettime(CLOCK_BOOTTIME, &now);
	return uint64_t(now.tv_sec) * 1000000000 + uint64_t(now.tv_nsec);
}

std::optional<std::string> read_text(const std::string &path, size_t limit)
{
	UniqueFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC));

	if (!fd.valid())
		return std::nullopt;
	std::string text;
	char buffer[4096];
	while (text.size() < limit) {
		ssize_t n = read(fd.get(), buffer, sizeof(buffer));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return std::nullopt;
		if (n == 0)
			break;
		text.append(buffer, size_t(n));
	}
	if (text.size() > limit)
		text.resize(limit);
	return text;
}

std::string read_line(const std::string &path)
{
	std::string text = read_text(path).value_or("");

	while (!text.empty() && text.back() == '\n')
		text.pop_back();
	return text;
}

bool write_text(const std::string &path, std::string_view text)
{
	UniqueFd fd(open(path.c_str(), O_WRONLY | O_CLOEXEC));

	if (!fd.valid())
		return false;
	return write(fd.get(), text.data(), text.size()) == ssize_t(text.size());
}

void log_to_kernel(std::string_view text)
{
	std::string line = "<0>ktstr: " + std::string(text) + "\n";

	/* A kernel without printk still has a console. */
	if (!write_text("/dev/kmsg", line))
		(void)!write(STDERR_FILENO, line.data(), line.size());
}

} /* namespace ktstr */
