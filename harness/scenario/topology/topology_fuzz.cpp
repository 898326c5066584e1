/* SPDX-License-Identifier: GPL-2.0 */
/* A topology that parses is valid, and survives being written and parsed again unchanged. */
#include "harness/scenario/topology/topology.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	using namespace ktstr;
	Result<Topology> topology = parse_topology({reinterpret_cast<const char *>(data), size});
	if (!topology)
		return 0;
	KTSTR_ASSERT(check_topology(topology.value()).ok());
	KTSTR_ASSERT(cpu_places(topology.value()).size() == topology.value().cpus());
	Result<Topology> again = parse_topology(topology.value().to_string());
	KTSTR_ASSERT(again.ok() && again.value() == topology.value());
	return 0;
}
