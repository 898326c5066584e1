/* SPDX-License-Identifier: GPL-2.0 */
/* Lists that parse must survive a round trip; the other parsers must not crash. */
#include "cases/topology_view.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	using namespace ktstr;
	std::string_view text = {reinterpret_cast<const char *>(data), size};
	Result<CpuSet> list = parse_cpu_set(text);

	if (list && list.value().any()) {
		Result<CpuSet> again = parse_cpu_set(to_text(list.value()));
		KTSTR_ASSERT(again.ok() && again.value() == list.value());
	}
	(void)parse_cpu_set_mask(text);
	(void)parse_schedstat(text);
	parse_cpuinfo(text);
	parse_numbers(text);
	parse_node_memory(text);
	return 0;
}
