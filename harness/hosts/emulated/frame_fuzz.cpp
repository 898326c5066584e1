/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/hosts/emulated/frame.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	using namespace ktstr;
	if (size == 0)
		return 0;
	/* The first byte is the size of the pieces. */
	size_t step = data[0] + 1u;
	std::span<const std::byte> bytes = std::as_bytes(std::span(data + 1, size - 1));
	FrameReader reader;
	while (!bytes.empty()) {
		size_t n = std::min(step, bytes.size());
		reader.feed(bytes.first(n));
		bytes = bytes.subspan(n);
		for (;;) {
			Result<std::optional<Frame>> frame = reader.next();
			if (!frame)
				return 0;
			if (!frame.value())
				break;
			[[maybe_unused]] auto run = decode_run(frame.value()->payload);
		}
	}
	return 0;
}
