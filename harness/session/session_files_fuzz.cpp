/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/session/session_files.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	std::string_view text(reinterpret_cast<const char *>(data), size);

	(void)ktstr::parse_session_spec(text).ok();
	(void)ktstr::parse_session_result(text).ok();
	return 0;
}
