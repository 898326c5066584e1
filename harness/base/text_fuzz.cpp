/* SPDX-License-Identifier: GPL-2.0 */
#include <cstdlib>

#include "harness/base/text.h"

/* Quoted text carries no mark that a TAP reader looks for. */
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	std::string_view text(reinterpret_cast<const char *>(data), size);
	std::string quoted = ktstr::quote_line(text);

	if (quoted.find('\n') != quoted.npos || quoted.find("[FAIL]") != quoted.npos ||
	    quoted.find(" FAIL:") != quoted.npos || quoted.find("] Call Trace:") != quoted.npos)
		abort();
	return 0;
}
