/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Streams: forward bytes from a descriptor in the guest as records of one type. The creator of the
 * descriptor owns them, on PID 1's thread.
 */
#pragma once

#include <cstddef>
#include <functional>
#include <span>

#include "init/loop.h"
#include "init/records.h"
#include "vmm/base/result.h"
#include "vmm/base/unique_fd.h"

namespace ktstr {

struct StreamPipe {
	UniqueFd reader; /* non-blocking */
	UniqueFd writer;
};

Result<StreamPipe> make_stream_pipe();

class Stream {
public:
	/** Receives the bytes before they are sent. */
	using Observer = std::function<void(std::span<const std::byte>)>;

	Stream(Loop &loop, Records &records, RecordType type, UniqueFd reader,
	       Observer observer = {});
	~Stream() { close(); }
	Stream(const Stream &) = delete;
	Stream &operator=(const Stream &) = delete;

	/** True once every writer has closed its end and everything has been forwarded. */
	bool ended() const { return !reader_.valid(); }
	/** Forwards what is available now. */
	void drain();
	/** Forwards what is available now, then stops. */
	void close();

private:
	bool forward_one();

	Loop &loop_;
	Records &records_;
	RecordType type_;
	UniqueFd reader_;
	Observer observer_;
};

/** Sends a whole file, if it exists, in records of @type. */
void send_file(Records &records, RecordType type, const char *path);

} /* namespace ktstr */
