/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/placement/host_topology.h"

#include <sched.h>

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <optional>
#include <tuple>

#include "harness/base/files.h"
#include "harness/base/text.h"
#include "harness/scenario/topology/cpu_list.h"

namespace ktstr {

namespace {

constexpr uint64_t kMaxAttribute =
	1u << 16; /* bytes; sysfs usually gives a page, lists may be longer */
constexpr unsigned kMaxCaches = 16;
constexpr char kFreePages[] = "hugepages/hugepages-2048kB/free_hugepages";

Result<std::vector<unsigned>> read_list(const std::string &path)
{
	return parse_cpu_list(KTSTR_TRY(read_file(path, kMaxAttribute)));
}

std::optional<uint64_t> read_number(const std::string &path)
{
	Result<std::string> text = read_file(path, kMaxAttribute);

	return text.ok() ? parse_number(trim(text.value())) : std::nullopt;
}

/* The lowest CPU in the first of @files that exists and is not empty. */
std::optional<unsigned> lowest_in(const std::string &folder,
				  std::initializer_list<const char *> files)
{
	for (const char *file : files) {
		Result<std::vector<unsigned>> list = read_list(folder + "/" + file);

		if (list.ok() && !list.value().empty())
			return list.value().front();
	}
	return std::nullopt;
}

/* The name of the LLC that the CPU at @folder belongs to. */
unsigned find_llc(const std::string &folder)
{
	uint64_t highest = 0;
	std::optional<unsigned> name;

	for (unsigned i = 0; i < kMaxCaches; i++) {
		std::string cache = folder + "/cache/index" + std::to_string(i);
		std::optional<uint64_t> level = read_number(cache + "/level");
		std::optional<unsigned> lowest = lowest_in(cache, {"shared_cpu_list"});

		if (level && lowest && *level > highest) {
			highest = *level;
			name = lowest;
		}
	}
	if (!name)
		name = lowest_in(folder + "/topology", {"package_cpus_list", "core_siblings_list"});
	return name.value_or(0);
}

void read_nodes(const std::string &sysfs, HostTopology *host)
{
	std::string folder = sysfs + "/devices/system/node";
	Result<std::vector<unsigned>> online = read_list(folder + "/online");

	/* No CONFIG_NUMA: the machine is one node. */
	if (!online.ok() || online.value().empty()) {
		host->nodes.push_back(
			{0, read_number(sysfs + "/kernel/mm/" + kFreePages).value_or(0)});
		return;
	}
	for (unsigned node : online.value()) {
		std::string path = folder + "/node" + std::to_string(node);
		Result<std::vector<unsigned>> cpus = read_list(path + "/cpulist");

		host->nodes.push_back({node, read_number(path + "/" + kFreePages).value_or(0)});
		for (HostCpu &cpu : host->cpus) {
			if (cpus.ok() &&
			    std::binary_search(cpus.value().begin(), cpus.value().end(), cpu.cpu))
				cpu.node = node;
		}
	}
}

} /* namespace */

std::vector<unsigned> HostTopology::llcs() const
{
	std::vector<unsigned> names;

	for (const HostCpu &cpu : cpus)
		names.push_back(cpu.llc);
	std::sort(names.begin(), names.end());
	names.erase(std::unique(names.begin(), names.end()), names.end());
	return names;
}

HostTopology HostTopology::limited_to(const std::vector<unsigned> &llcs) const
{
	HostTopology part = {{}, nodes};

	std::copy_if(cpus.begin(), cpus.end(), std::back_inserter(part.cpus),
		     [&llcs](const HostCpu &cpu) {
			     return std::find(llcs.begin(), llcs.end(), cpu.llc) != llcs.end();
		     });
	return part;
}

Result<std::vector<unsigned>> allowed_cpus()
{
	size_t size = CPU_ALLOC_SIZE(kMaxHostCpus);
	std::unique_ptr<cpu_set_t, void (*)(cpu_set_t *)> set(CPU_ALLOC(kMaxHostCpus),
							      [](cpu_set_t *s) { CPU_FREE(s); });
	std::vector<unsigned> cpus;

	KTSTR_ASSERT(set);
	CPU_ZERO_S(size, set.get());
	if (sched_getaffinity(0, size, set.get()) < 0)
		return errno_error("sched_getaffinity");
	for (unsigned cpu = 0; cpu < kMaxHostCpus; cpu++) {
		if (CPU_ISSET_S(cpu, size, set.get()))
			cpus.push_back(cpu);
	}
	return cpus;
}

Result<HostTopology> read_host_topology(const std::string &sysfs,
					const std::vector<unsigned> &allowed)
{
	std::string folder = sysfs + "/devices/system/cpu";
	HostTopology host;

	for (unsigned cpu : KTSTR_TRY(read_list(folder + "/online"))) {
		if (!std::binary_search(allowed.begin(), allowed.end(), cpu))
			continue;
		std::string path = folder + "/cpu" + std::to_string(cpu);
		unsigned core =
			lowest_in(path + "/topology", {"core_cpus_list", "thread_siblings_list"})
				.value_or(cpu);

		host.cpus.push_back({cpu, 0, find_llc(path), core});
	}
	if (host.cpus.empty())
		return format_error("none of the allowed CPUs is online", cpu_list_text(allowed));
	read_nodes(sysfs, &host);
	std::sort(host.cpus.begin(), host.cpus.end(), [](const HostCpu &a, const HostCpu &b) {
		return std::tie(a.node, a.llc, a.core, a.cpu) <
		       std::tie(b.node, b.llc, b.core, b.cpu);
	});
	return host;
}

} /* namespace ktstr */
