/* SPDX-License-Identifier: GPL-2.0 */
#include "cases/topology_checks.h"

#include <algorithm>
#include <map>
#include <set>

#include "cases/topology_side.h"

namespace ktstr {
namespace {

const std::string kCpus = "/sys/devices/system/cpu";
const std::string kNodes = "/sys/devices/system/node";
constexpr unsigned kMaxCacheIndices = 16;
constexpr unsigned kLastCacheLevel = 3;
/* A core's caches, sorted: level, and type as in type_show() of drivers/base/cacheinfo.c. */
constexpr char kCacheKinds[] = "1 Data, 1 Instruction, 2 Unified, 3 Unified";
constexpr uint64_t kKibPerMib = 1024;
/* Room for a kernel image with its .bss; the same on every machine. */
constexpr uint64_t kKernelImageKib = 64 * kKibPerMib;

std::string cpu_folder(unsigned cpu)
{
	return kCpus + "/cpu" + std::to_string(cpu);
}

std::string node_folder(unsigned node)
{
	return kNodes + "/node" + std::to_string(node);
}

CpuSet first(unsigned count)
{
	CpuSet set;

	for (unsigned i = 0; i < count; i++)
		set.set(i);
	return set;
}

std::string smt_control(const ExpectedTopology &expected)
{
	if (expected.topology().threads_per_core == 1)
		return "notsupported";
	return expected.topology().smt ? "on" : "off";
}

/* Checks that each group has one number, and that no two groups share a number. */
class Grouping {
public:
	void add(TopologySide &side, const std::string &where, std::optional<uint64_t> number,
		 unsigned group)
	{
		if (!number) {
			side.same(where, "", "a number");
			return;
		}
		std::string got = std::to_string(*number);
		auto [known, is_new] = of_group_.try_emplace(group, got);

		side.same(where, got, known->second);
		if (!is_new)
			return;
		auto [owner, is_free] = owners_.try_emplace(got, group);
		if (!is_free)
			side.same(where, got,
				  "one that group " + std::to_string(owner->second) +
					  " does not have");
	}

private:
	std::map<unsigned, std::string> of_group_;
	std::map<std::string, unsigned> owners_;
};

/* Linux 5.4 brought the newer names of both lists. */
void check_siblings(TopologySide &side, const ExpectedTopology &expected, unsigned cpu)
{
	std::string folder = cpu_folder(cpu) + "/topology";
	CpuSet threads = expected.thread_siblings(cpu), package = expected.node_siblings(cpu);

	side.list_file(folder + "/thread_siblings_list", threads);
	side.list_file(folder + "/core_cpus_list", threads);
	side.list_file(folder + "/package_cpus_list", package);
	side.list_file(folder + "/die_cpus_list", package); /* one die per package */
}

std::string joined(const std::multiset<std::string> &words)
{
	std::string text;

	for (const std::string &word : words)
		text += (text.empty() ? "" : ", ") + word;
	return text;
}

void check_cache(TopologySide &side, const ExpectedTopology &expected, unsigned cpu,
		 const std::string &folder, uint64_t level)
{
	side.list_file(folder + "/shared_cpu_list", level < kLastCacheLevel
							    ? expected.thread_siblings(cpu)
							    : expected.llc_siblings(cpu));
}

uint64_t or_none(const std::optional<uint64_t> &value)
{
	return value.value_or(UINT64_MAX);
}

CpuSet nodes_with_cpus(const ExpectedTopology &expected)
{
	CpuSet nodes;

	for (unsigned node = 0; node < expected.topology().numa_nodes; node++)
		nodes.set(node, expected.node_cpus(node).any());
	return nodes;
}

/*
 * A node shows at most the memory it was given, and at least 60 % of it: vmemmap, per-CPU areas and
 * early tables belong to the kernel and are not counted. Neither is the kernel image. KASLR may put
 * that on any node, so all nodes together may lack that much more.
 */
void check_memory(TopologySide &side, const Topology &topology, const std::vector<uint64_t> &kib)
{
	uint64_t image = kKernelImageKib;

	if (topology.node_memory_mib.size() != kib.size()) {
		side.lacks("declared size of the nodes' memory");
		return;
	}
	for (unsigned node = 0; node < kib.size(); node++) {
		uint64_t most = topology.node_memory_mib[node] * kKibPerMib;
		uint64_t least = most * 6 / 10;
		uint64_t lacking = kib[node] < least ? least - kib[node] : 0;
		bool fits = kib[node] > 0 && kib[node] <= most && lacking <= image;
		std::string want = std::to_string(least) + " to " + std::to_string(most) + " KiB";

		side.same(node_folder(node) + "/meminfo", fits ? want : std::to_string(kib[node]),
			  want);
		image -= std::min(image, lacking);
	}
}

struct Access {
	unsigned latency;
	unsigned bandwidth;
};

/*
 * drivers/acpi/numa/hmat.c: for a node with CPUs, hmat_update_target() uses the node's own figures.
 * For one without, hmat_update_target_attrs() picks the lowest latency from any node, and the
 * highest bandwidth among the nodes with that latency.
 */
Access best_access(const Topology &topology, unsigned to)
{
	auto access = [&](unsigned from) {
		size_t at = from * topology.nodes() + to;

		return Access{topology.latency_ns[at], topology.bandwidth_mbps[at]};
	};
	Access best = access(to < topology.numa_nodes ? to : 0);

	if (to < topology.numa_nodes)
		return best;
	for (unsigned from = 1; from < topology.numa_nodes; from++) {
		Access other = access(from);

		if (other.latency < best.latency)
			best = other;
		else if (other.latency == best.latency)
			best.bandwidth = std::max(best.bandwidth, other.bandwidth);
	}
	return best;
}

} /* namespace */

void check_cpu_topology(Guest &guest, const ExpectedTopology &expected)
{
	TopologySide side(guest, "cpu-topology");
	Grouping packages;
	std::map<unsigned, Grouping> cores; /* numbering starts anew in each package */

	side.list_file(kCpus + "/possible", first(expected.cpus()));
	side.list_file(kCpus + "/present", first(expected.cpus()));
	side.list_file(kCpus + "/online", expected.online());
	side.file(kCpus + "/smt/control", smt_control(expected));
	side.file(kCpus + "/smt/active", expected.smt_active() ? "1" : "0");
	for (unsigned cpu = 0; cpu < expected.cpus(); cpu++) {
		std::string folder = cpu_folder(cpu) + "/topology";
		const CpuPlace &place = expected.place(cpu);

		if (!expected.online()[cpu])
			continue;
		check_siblings(side, expected, cpu);
		packages.add(side, folder + "/physical_package_id",
			     parse_one_number(side.read(folder + "/physical_package_id")),
			     place.node);
		cores[place.node].add(side, folder + "/core_id",
				      parse_one_number(side.read(folder + "/core_id")), place.core);
	}
	side.report();
}

void check_cpu_caches(Guest &guest, const ExpectedTopology &expected)
{
	TopologySide side(guest, "cpu-caches");

	for (unsigned cpu = 0; cpu < expected.cpus(); cpu++) {
		std::multiset<std::string> kinds;

		if (!expected.online()[cpu])
			continue;
		for (unsigned index = 0; index < kMaxCacheIndices; index++) {
			std::string folder =
				cpu_folder(cpu) + "/cache/index" + std::to_string(index);
			std::optional<uint64_t> level =
				parse_one_number(side.read(folder + "/level"));

			if (!level)
				break;
			kinds.insert(std::to_string(*level) + " " + side.read(folder + "/type"));
			check_cache(side, expected, cpu, folder, *level);
		}
		side.same(cpu_folder(cpu) + "/cache: levels and types", joined(kinds), kCacheKinds);
	}
	side.report();
}

void check_cpuinfo(Guest &guest, const ExpectedTopology &expected)
{
	const std::string file = "/proc/cpuinfo";
	TopologySide side(guest, "cpuinfo");
	Grouping packages;
	std::map<unsigned, Grouping> cores;
	CpuSet seen;

	for (const CpuInfo &info : parse_cpuinfo(guest.read_text(file.c_str()))) {
		uint64_t cpu = or_none(info.processor);
		std::string where = file + ", processor " + std::to_string(cpu);

		if (cpu >= expected.cpus()) {
			side.same(where, cpu, expected.cpus() - 1);
			continue;
		}
		seen.set(cpu);
		const CpuPlace &place = expected.place(unsigned(cpu));
		packages.add(side, where + ", physical id", info.physical_id, place.node);
		cores[place.node].add(side, where + ", core id", info.core_id, place.core);
		side.same(where + ", siblings", or_none(info.siblings),
			  expected.node_cpus(place.node).count());
		side.same(where + ", cpu cores", or_none(info.cpu_cores),
			  expected.node_cores(place.node));
		side.same(where + ", apicid", or_none(info.apic_id), expected.apic_id(cpu));
		side.same(where + ", initial apicid", or_none(info.initial_apic_id),
			  expected.apic_id(cpu));
	}
	side.same(file + ", processors", to_text(seen), to_text(expected.online()));
	side.report();
}

void check_numa_nodes(Guest &guest, const ExpectedTopology &expected)
{
	const Topology &topology = expected.topology();
	TopologySide side(guest, "numa-nodes");
	std::vector<uint64_t> kib;

	side.list_file(kNodes + "/possible", first(topology.nodes()));
	side.list_file(kNodes + "/online", first(topology.nodes()));
	side.list_file(kNodes + "/has_cpu", nodes_with_cpus(expected));
	side.list_file(kNodes + "/has_memory", first(topology.nodes()));
	for (unsigned node = 0; node < topology.nodes(); node++) {
		std::string folder = node_folder(node), distances;

		for (unsigned to = 0; to < topology.nodes(); to++)
			distances += (to ? " " : "") + std::to_string(topology.distance(node, to));
		side.list_file(folder + "/cpulist", expected.node_cpus(node));
		side.file(folder + "/distance", distances);
		kib.push_back(parse_node_memory(guest.read_text((folder + "/meminfo").c_str()))
				      .value_or(0));
	}
	check_memory(side, topology, kib);
	side.report();
}

void check_numa_access(Guest &guest, const ExpectedTopology &expected)
{
	const Topology &topology = expected.topology();
	TopologySide side(guest, "numa-access");

	if (topology.latency_ns.empty())
		return;
	for (unsigned node = 0; node < topology.nodes(); node++) {
		std::string folder = node_folder(node) + "/access0/initiators/";
		Access best = best_access(topology, node);

		side.file(folder + "read_latency", std::to_string(best.latency));
		side.file(folder + "write_latency", std::to_string(best.latency));
		side.file(folder + "read_bandwidth", std::to_string(best.bandwidth));
		side.file(folder + "write_bandwidth", std::to_string(best.bandwidth));
	}
	side.report();
}

} /* namespace ktstr */
