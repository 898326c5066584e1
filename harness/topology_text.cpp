/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/cli.h"
#include "harness/text.h"

namespace ktstr {

namespace {

constexpr unsigned kMaxCpus = 8;	/* MachineConfig::vcpus */

struct Preset {
	const char *name;
	Topology topology;
};
constexpr Preset kPresets[] = {
	{"tiny-1llc", {1, 1, 4, 1}},
};

} /* namespace */

Result<Topology> parse_topology(const std::string &text)
{
	unsigned values[4];

	for (const Preset &preset : kPresets) {
		if (text == preset.name)
			return preset.topology;
	}
	std::vector<std::string_view> parts = split(text, ':');
	if (parts.size() != 4)
		return format_error("topology is not NUMA:LLCS:CORES:THREADS or a preset", text);
	for (size_t i = 0; i < 4; i++) {
		std::optional<uint64_t> value = parse_number(parts[i], kMaxCpus);

		if (!value || *value == 0)
			return format_error("topology: each number is 1 to 8", text);
		values[i] = static_cast<unsigned>(*value);
	}
	Topology topology = {values[0], values[1], values[2], values[3]};
	if (topology.cpus() > kMaxCpus)
		return format_error("topology: more than 8 CPUs", text);
	/* The tables that the guest gets describe one package of cores. */
	if (topology.numa_nodes != 1 || topology.llcs != 1 || topology.threads_per_core != 1)
		return format_error("topology: only 1:1:CORES:1 can be laid out yet", text);
	return topology;
}

} /* namespace ktstr */
