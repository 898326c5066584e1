/* SPDX-License-Identifier: GPL-2.0 */
/* Parses and writes the text form of a Topology. Errors quote only a few characters of the text. */
#include <algorithm>
#include <charconv>
#include <numeric>

#include "harness/scenario/topology/topology_bounds.h"

namespace ktstr {

namespace {

using Texts = std::vector<std::string_view>;

constexpr struct {
	CpuVendor vendor;
	std::string_view name;
} kVendors[] = {
	{CpuVendor::host, "host"},
	{CpuVendor::intel, "intel"},
	{CpuVendor::amd, "amd"},
};

std::string shown(std::string_view text)
{
	constexpr size_t kLongest = 40;
	std::string out(text.substr(0, kLongest));

	for (char &c : out) {
		if (c < ' ' || c > '~')
			c = '?';
	}
	return out + (text.size() > kLongest ? "..." : "");
}

Texts split_at(std::string_view text, char separator)
{
	Texts parts;

	for (;;) {
		size_t at = text.find(separator);

		parts.push_back(text.substr(0, at));
		if (at == std::string_view::npos)
			return parts;
		text.remove_prefix(at + 1);
	}
}

Result<uint64_t> parse_value(const FieldBounds &bounds, std::string_view text)
{
	const char *end = text.data() + text.size();
	uint64_t value = 0;
	auto [stop, error] = std::from_chars(text.data(), end, value);

	if (stop != end || error == std::errc::invalid_argument)
		return topology_error(std::string(bounds.field) + " is '" + shown(text) +
				      "': not a number");
	if (error == std::errc::result_out_of_range)
		return topology_error(std::string(bounds.field) + " is " + shown(text) +
				      ": at most " + std::to_string(bounds.maximum));
	KTSTR_TRY(check_bounds(bounds, value));
	return value;
}

/* "4+2+2" */
template <typename T>
Result<void> parse_list(const FieldBounds &bounds, std::string_view text, std::vector<T> *list)
{
	for (std::string_view part : split_at(text, '+'))
		list->push_back(T(KTSTR_TRY(parse_value(bounds, part))));
	return {};
}

Result<void> parse_number(const FieldBounds &bounds, std::string_view text, unsigned *value)
{
	*value = unsigned(KTSTR_TRY(parse_value(bounds, text)));
	return {};
}

/* Checks rows and columns here: the flat vector cannot tell 2x3 from 3x2. */
Result<void> parse_matrix(const FieldBounds &bounds, std::string_view text, unsigned rows,
			  unsigned columns, std::vector<unsigned> *matrix)
{
	std::string field = bounds.field;
	Texts lines = split_at(text, '/');

	if (lines.size() != rows)
		return topology_error(field + " has " + std::to_string(lines.size()) +
				      " rows: must be " + std::to_string(rows));
	for (std::string_view line : lines) {
		size_t before = matrix->size();

		KTSTR_TRY(parse_list(bounds, line, matrix));
		if (matrix->size() - before != columns)
			return topology_error(field + " has a row of " +
					      std::to_string(matrix->size() - before) +
					      ": must be " + std::to_string(columns));
	}
	return {};
}

Result<void> set_smt(Topology &topology, std::string_view value)
{
	if (value != "on" && value != "off")
		return topology_error("smt is '" + shown(value) + "': on or off");
	topology.smt = value == "on";
	return {};
}

Result<void> set_cpu(Topology &topology, std::string_view value)
{
	for (const auto &entry : kVendors) {
		if (value != entry.name)
			continue;
		topology.cpu = entry.vendor;
		return {};
	}
	return topology_error("cpu is '" + shown(value) + "': host, intel or amd");
}

constexpr struct {
	std::string_view name;
	Result<void> (*set)(Topology &topology, std::string_view value);
} kOptions[] = {
	{"offline",
	 [](Topology &t, std::string_view v) {
		 return parse_number(topology_bounds::kOffline, v, &t.offline);
	 }},
	{"smt", set_smt},
	{"memory",
	 [](Topology &t, std::string_view v) {
		 return parse_list(topology_bounds::kMemory, v, &t.node_memory_mib);
	 }},
	{"distance",
	 [](Topology &t, std::string_view v) {
		 return parse_matrix(topology_bounds::kDistance, v, t.nodes(), t.nodes(),
				     &t.distances);
	 }},
	{"latency",
	 [](Topology &t, std::string_view v) {
		 return parse_matrix(topology_bounds::kLatency, v, t.numa_nodes, t.nodes(),
				     &t.latency_ns);
	 }},
	{"bandwidth",
	 [](Topology &t, std::string_view v) {
		 return parse_matrix(topology_bounds::kBandwidth, v, t.numa_nodes, t.nodes(),
				     &t.bandwidth_mbps);
	 }},
	{"cpu", set_cpu},
	{"fault",
	 [](Topology &t, std::string_view v) -> Result<void> {
		 if (v.empty())
			 return topology_error("fault is empty");
		 t.fault = v;
		 return {};
	 }},
};

/* @seen: one bit for each of kOptions. */
Result<void> set_option(Topology &topology, std::string_view text, uint32_t *seen)
{
	size_t at = text.find('=');
	std::string_view name = text.substr(0, at);
	std::string known;
	uint32_t bit = 1;

	for (const auto &option : kOptions) {
		if (name == option.name && at == std::string_view::npos)
			return topology_error(std::string(name) + " has no value");
		if (name == option.name && (*seen & bit))
			return topology_error(std::string(name) + " is given twice");
		if (name == option.name) {
			*seen |= bit;
			return option.set(topology, text.substr(at + 1));
		}
		known.append(known.empty() ? "" : ", ").append(option.name);
		bit <<= 1;
	}
	return topology_error("unknown option '" + shown(name) + "': there are " + known);
}

Result<Topology> find_preset(std::string_view name)
{
	std::string known;

	for (const TopologyPreset &preset : topology_presets()) {
		if (name == preset.name)
			return preset.topology;
		known.append(known.empty() ? "" : ", ").append(preset.name);
	}
	return topology_error("'" + shown(name) +
			      "' is not NUMA:LLCS:CORES:THREADS, nor one of the presets " + known);
}

Result<void> parse_nodes(std::string_view text, Topology *topology)
{
	size_t plus = text.find('+');

	KTSTR_TRY(
		parse_number(topology_bounds::kNuma, text.substr(0, plus), &topology->numa_nodes));
	if (plus != std::string_view::npos)
		KTSTR_TRY(parse_number(topology_bounds::kMemoryNodes, text.substr(plus + 1),
				       &topology->memory_nodes));
	return {};
}

/* NUMA:LLCS:CORES:THREADS; lists of equal numbers become the plain form. */
Result<Topology> parse_shape(std::string_view text)
{
	Texts fields = split_at(text, ':');
	Topology topology;

	if (fields.size() == 1)
		return find_preset(text);
	if (fields.size() != 4)
		return topology_error("'" + shown(text) + "' has " + std::to_string(fields.size()) +
				      " fields: must be 4, NUMA:LLCS:CORES:THREADS");
	KTSTR_TRY(parse_nodes(fields[0], &topology));
	std::vector<unsigned> &llcs = topology.node_llcs, &cores = topology.llc_cores;

	KTSTR_TRY(parse_list(topology_bounds::kLlcs, fields[1], &llcs));
	KTSTR_TRY(parse_list(topology_bounds::kCores, fields[2], &cores));
	KTSTR_TRY(parse_number(topology_bounds::kThreads, fields[3], &topology.threads_per_core));
	topology.llcs = std::accumulate(llcs.begin(), llcs.end(), 0u);
	topology.cores_per_llc = *std::max_element(cores.begin(), cores.end());
	/* "3" is of the machine, "3+3" of each node. */
	if (llcs.size() == 1)
		llcs.clear();
	if (cores.size() == 1)
		cores.clear();
	KTSTR_TRY(check_shape(topology));
	if (all_alike(llcs))
		llcs.clear();
	if (all_alike(cores))
		cores.clear();
	return topology;
}

template <typename T>
std::string list_text(const std::vector<T> &list)
{
	std::string text;

	for (T value : list)
		text += (text.empty() ? "" : "+") + std::to_string(value);
	return text;
}

std::string matrix_text(const std::vector<unsigned> &matrix, size_t columns)
{
	std::string text;

	for (size_t i = 0; i < matrix.size(); i++)
		text += (i == 0			       ? ""
			 : columns && i % columns == 0 ? "/"
						       : "+") +
			std::to_string(matrix[i]);
	return text;
}

} /* namespace */

std::string Topology::to_string() const
{
	std::string text = std::to_string(numa_nodes);

	if (memory_nodes)
		text += "+" + std::to_string(memory_nodes);
	text += ":" + (node_llcs.empty() ? std::to_string(llcs) : list_text(node_llcs));
	text += ":" + (llc_cores.empty() ? std::to_string(cores_per_llc) : list_text(llc_cores));
	text += ":" + std::to_string(threads_per_core);
	if (offline)
		text += ",offline=" + std::to_string(offline);
	if (!smt)
		text += ",smt=off";
	if (!node_memory_mib.empty())
		text += ",memory=" + list_text(node_memory_mib);
	if (!distances.empty())
		text += ",distance=" + matrix_text(distances, nodes());
	if (!latency_ns.empty())
		text += ",latency=" + matrix_text(latency_ns, nodes());
	if (!bandwidth_mbps.empty())
		text += ",bandwidth=" + matrix_text(bandwidth_mbps, nodes());
	for (const auto &entry : kVendors) {
		if (cpu == entry.vendor && cpu != CpuVendor::host)
			text += ",cpu=" + std::string(entry.name);
	}
	if (!fault.empty())
		text += ",fault=" + fault;
	return text;
}

Result<Topology> parse_topology(std::string_view text)
{
	Texts parts = split_at(text, ',');
	Topology topology = KTSTR_TRY(parse_shape(parts[0]));
	uint32_t seen = 0;

	for (size_t i = 1; i < parts.size(); i++)
		KTSTR_TRY(set_option(topology, parts[i], &seen));
	KTSTR_TRY(check_topology(topology));
	return topology;
}

} /* namespace ktstr */
