/* SPDX-License-Identifier: GPL-2.0 */
/* An archive that parses holds no more data than the input. */
#include "harness/image/cpio.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	using namespace ktstr;
	Result<std::vector<CpioEntry>> entries = parse_cpio(std::as_bytes(std::span(data, size)));
	if (!entries)
		return 0;
	size_t held = 0;
	for (const CpioEntry &entry : entries.value())
		held += entry.name.size() + entry.data.size();
	KTSTR_ASSERT(held <= size);
	return 0;
}
