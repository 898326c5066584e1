/* SPDX-License-Identifier: GPL-2.0 */
/* Payloads of every format. Declared sizes are kept small so that time goes to the parsers. */
#include <vector>

#include "vmm/image/decompress.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	using namespace ktstr;
	std::vector<uint8_t> payload(data, data + size);
	if (size >= 4)
		payload[size - 1] = payload[size - 2] = 0;
	std::span<const std::byte> bytes = std::as_bytes(std::span(payload));
	Result<ImageBytes> out = unpack_payload(bytes);
	KTSTR_ASSERT(!out || out.value().size() <= kMaxUnpacked);
	Result<std::string> text = gunzip(bytes, 1 << 16);
	KTSTR_ASSERT(!text || text.value().size() <= 1 << 16);
	return 0;
}
