/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/verdict/splat.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	std::string_view text(reinterpret_cast<const char *>(data), size);
	std::string_view half = text.substr(0, size / 2);

	(void)ktstr::scan_splats(half, text.substr(size / 2), ktstr::AllowList());
	return 0;
}
