/* SPDX-License-Identifier: GPL-2.0 */
#include "cases/topology_case.h"

#include <cstdio>
#include <cstdlib>

namespace ktstr {
namespace {

constexpr unsigned kWide = 32; /* CPUs; wider machines take long to boot */

std::string count_of(unsigned count, const char *thing)
{
	return std::to_string(count) + " " + thing + (count == 1 ? "" : "s");
}

} /* namespace */

Topology machine(const char *text)
{
	Result<Topology> topology = parse_topology(text);

	if (!topology) {
		fprintf(stderr, "ktstr: %s\n", topology.error().to_string().c_str());
		abort();
	}
	return topology.value();
}

std::string machine_text(const Topology &topology)
{
	std::string text =
		count_of(topology.llcs, "LLC") + " of " + count_of(topology.cores_per_llc, "core");

	if (topology.threads_per_core > 1)
		text += " with " + count_of(topology.threads_per_core, "thread") + " each";
	if (topology.numa_nodes > 1)
		text += (topology.threads_per_core > 1 ? ", on " : " on ") +
			count_of(topology.numa_nodes, "NUMA node");
	return text + " (" + count_of(topology.cpus(), "CPU") + ")";
}

std::vector<const char *> topology_options(const Topology &topology)
{
	/* SCHED_MC turns an LLC into a sched domain. */
	std::vector<const char *> options = {"CONFIG_NUMA", "CONFIG_SCHED_MC", "CONFIG_SCHEDSTATS",
					     "CONFIG_DEBUG_FS"};

	if (!topology.latency_ns.empty())
		options.push_back("CONFIG_ACPI_HMAT");
	return options;
}

Case topology_case(const char *name, const char *description, const Topology &topology,
		   void (*body)(Guest &guest))
{
	Case made = {
		.name = name,
		.description = description,
		.topology = topology,
		.scheduler = {.kind = CaseScheduler::builtin, .program = "ktstr_topology"},
		.needs_options = topology_options(topology),
		.needs_kfuncs = kTopologyKfuncs,
		.body = body,
	};

	if (topology.cpus() > kWide) {
		made.slow = true;
		made.scheduler.attach_ms = 30000;
		made.deadline_ms += 300 * topology.cpus();
	}
	return made;
}

} /* namespace ktstr */
