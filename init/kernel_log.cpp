/* SPDX-License-Identifier: GPL-2.0 */
#include "init/kernel_log.h"

#include <fcntl.h>

#include <cerrno>

namespace ktstr {

namespace {

/* kernel/printk/printk.c, PRINTK_MESSAGE_MAX: read(2) fails with EINVAL if given less. */
constexpr size_t kEntryMax = 8192;

} /* namespace */

std::string_view kmsg_text(std::string_view entry)
{
	size_t begin = entry.find(';');

	if (begin == std::string_view::npos)
		return {};
	entry.remove_prefix(begin + 1);
	return entry.substr(0, entry.find('\n'));
}

void KernelLog::start()
{
	fd_ = UniqueFd(open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC));
	if (!fd_.valid())
		return;
	loop_.add(fd_, [this] { drain(); });
}

void KernelLog::observe(std::function<void(std::string_view)> observer)
{
	observer_ = std::move(observer);
}

void KernelLog::drain()
{
	std::string batch;
	char entry[kEntryMax];

	while (fd_.valid()) {
		ssize_t n = read(fd_.get(), entry, sizeof(entry));

		/*
		 * EPIPE: messages were overwritten before they were read; the next read continues
		 * after them.
		 */
		if (n < 0 && (errno == EPIPE || errno == EINTR))
			continue;
		if (n <= 0)
			break;
		std::string_view text(entry, size_t(n));
		if (observer_)
			observer_(kmsg_text(text));
		if (batch.size() + text.size() > kStreamChunk) {
			records_.stream(RecordType::kernel_log, std::as_bytes(std::span(batch)));
			batch.clear();
		}
		batch += text;
	}
	records_.stream(RecordType::kernel_log, std::as_bytes(std::span(batch)));
}

} /* namespace ktstr */
