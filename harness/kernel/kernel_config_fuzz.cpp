/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/kernel/kernel_config.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	std::string_view text(reinterpret_cast<const char *>(data), size);

	(void)ktstr::KernelConfig::parse(text);
	return 0;
}
