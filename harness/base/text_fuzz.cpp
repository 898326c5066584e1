/* SPDX-License-Identifier: GPL-2.0 */
#include <cstdlib>

#include "harness/base/text.h"
#include "harness/kernel/kernel_config.h"
#include "harness/session/session_files.h"
#include "harness/verdict/splat.h"

/* All text parsers: configuration, session files, kernel messages, TAP quoting. */
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	std::string_view text(reinterpret_cast<const char *>(data), size);
	std::string_view half = text.substr(0, size / 2);
	std::string quoted = ktstr::quote_line(text);

	if (quoted.find('\n') != quoted.npos || quoted.find("[FAIL]") != quoted.npos ||
	    quoted.find(" FAIL:") != quoted.npos || quoted.find("] Call Trace:") != quoted.npos)
		abort();
	(void)ktstr::KernelConfig::parse(text);
	(void)ktstr::parse_session_spec(text).ok();
	(void)ktstr::parse_session_result(text).ok();
	(void)ktstr::scan_splats(half, text.substr(size / 2), ktstr::AllowList());
	return 0;
}
