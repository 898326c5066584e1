/* SPDX-License-Identifier: GPL-2.0 */
#include "init/trace.h"

#include <fcntl.h>

#include "init/sys.h"

namespace ktstr {

std::unique_ptr<Stream> start_tracing(Loop &loop, Records &records)
{
	const std::string root = "/sys/kernel/tracing/";

	if (!write_text(root + "events/sched_ext/sched_ext_dump/enable", "1"))
		return nullptr;
	/* Otherwise poll(2) sleeps until the buffer is half full (ring_buffer_poll_wait()). */
	write_text(root + "buffer_percent", "0");
	UniqueFd pipe(open((root + "trace_pipe").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
	if (!pipe.valid())
		return nullptr;
	return std::make_unique<Stream>(loop, records, RecordType::trace, std::move(pipe));
}

} /* namespace ktstr */
