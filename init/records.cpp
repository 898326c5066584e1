/* SPDX-License-Identifier: GPL-2.0 */
#include "init/records.h"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "init/sys.h"

namespace ktstr {

bool Records::write_all(std::span<const std::byte> bytes)
{
	while (!bytes.empty()) {
		ssize_t n = write(port_.get(), bytes.data(), bytes.size());

		if (n > 0) {
			bytes = bytes.subspan(size_t(n));
		} else if (n < 0 && errno == EAGAIN) {
			struct pollfd writable = {port_.get(), POLLOUT, 0};

			poll(&writable, 1, -1);
		} else if (n == 0) {
			/*
			 * __send_to_port(): its virtqueue is broken, as device_shutdown() leaves
			 * it.
			 */
			errno = ESHUTDOWN;
			return false;
		} else if (errno != EINTR) {
			return false;
		}
	}
	return true;
}

void Records::send(RecordType type, std::span<const std::byte> payload)
{
	if (!port_.valid() || broken_)
		return;
	ended_ = ended_ || type == RecordType::result;
	if (write_all(encode_record(type, sequence_, boot_time_ns(), payload))) {
		sequence_++;
		return;
	}
	broken_ = true;
	log_to_kernel(std::string("record channel broke: ") + strerror(errno));
}

void Records::send_text(RecordType type, std::string_view text)
{
	send(type, std::as_bytes(std::span(text.data(), text.size())));
}

void Records::stream(RecordType type, std::span<const std::byte> bytes)
{
	while (!bytes.empty() && !ended_) {
		size_t n = std::min<size_t>(bytes.size(), kStreamChunk);

		send(type, bytes.first(n));
		bytes = bytes.subspan(n);
	}
}

} /* namespace ktstr */
