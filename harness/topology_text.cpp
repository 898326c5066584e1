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
	{"one-cpu", {1, 1, 1, 1}},
	{"two-cpus", {1, 1, 2, 1}},
	{"four-cpus", {1, 1, 4, 1}},
	{"eight-cpus", {1, 1, 8, 1}},
	{"smt", {1, 1, 2, 2}},
	{"two-llcs", {1, 2, 2, 1}},
	{"two-nodes", {2, 2, 2, 1}},
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
	if (topology.numa_nodes > topology.llcs || topology.llcs % topology.numa_nodes)
		return format_error("topology: LLCs do not divide among the NUMA nodes", text);
	return topology;
}

} /* namespace ktstr */
