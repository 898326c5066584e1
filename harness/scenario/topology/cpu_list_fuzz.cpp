/* SPDX-License-Identifier: GPL-2.0 */
#include <cstdint>
#include <cstdlib>

#include "harness/scenario/topology/cpu_list.h"

/* A list that parses survives being written and parsed again, and is never too long. */
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	std::string_view text(reinterpret_cast<const char *>(data), size);
	ktstr::Result<std::vector<unsigned>> list = ktstr::parse_cpu_list(text);

	if (!list.ok())
		return 0;
	if (list.value().size() > ktstr::kMaxHostCpus)
		abort();
	ktstr::Result<std::vector<unsigned>> again =
		ktstr::parse_cpu_list(ktstr::cpu_list_text(list.value()));
	if (!again.ok() || again.value() != list.value())
		abort();
	return 0;
}
