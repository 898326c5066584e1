/* SPDX-License-Identifier: GPL-2.0 */
#include "init/streams.h"

#include <fcntl.h>

#include <cerrno>

#include "init/sys.h"

namespace ktstr {

Result<StreamPipe> make_stream_pipe()
{
	int fds[2];

	if (pipe2(fds, O_CLOEXEC) < 0)
		return errno_error("pipe");
	StreamPipe result{UniqueFd(fds[0]), UniqueFd(fds[1])};
	/* Only our end: a program with a non-blocking standard output may lose data. */
	fcntl(fds[0], F_SETFL, O_NONBLOCK);
	return result;
}

Stream::Stream(Loop &loop, Records &records, RecordType type, UniqueFd reader, Observer observer)
	: loop_(loop), records_(records), type_(type), reader_(std::move(reader)),
	  observer_(std::move(observer))
{
	/* One chunk per turn of the loop, so that a flood cannot starve other sources. */
	loop_.add(reader_, [this] { forward_one(); });
}

bool Stream::forward_one()
{
	std::byte buffer[kStreamChunk];

	if (!reader_.valid())
		return false;
	ssize_t n = read(reader_.get(), buffer, sizeof(buffer));
	if (n > 0) {
		std::span<const std::byte> bytes(buffer, size_t(n));

		if (observer_)
			observer_(bytes);
		records_.stream(type_, bytes);
		return true;
	}
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return false;
	loop_.remove(reader_);
	reader_.reset();
	return false;
}

void Stream::drain()
{
	/* A writer that never stops must not block init here: slightly more than a full pipe. */
	constexpr int kMaxChunks = 256;

	for (int i = 0; i < kMaxChunks && forward_one(); i++)
		;
}

void Stream::close()
{
	drain();
	loop_.remove(reader_);
	reader_.reset();
}

void send_file(Records &records, RecordType type, const char *path)
{
	constexpr size_t kLimit = 1 << 20;
	std::string bytes = read_text(path, kLimit).value_or("");

	records.stream(type, std::as_bytes(std::span(bytes)));
}

} /* namespace ktstr */
