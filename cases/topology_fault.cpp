/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Each entry of the tables, told wrongly (vmm/table_fault.h), is noticed: by a check, or before any
 * can look by the kernel, which complains of what cannot be.
 */
#include "cases/topology_case.h"
#include "cases/topology_checks.h"

namespace ktstr {
namespace {

struct TableFaultCase {
	const char *name; /* the fault's, "-amd" after it where AMD's leaves are to tell it */
	const char *description;
	const char *machine;
	const char *reason;
	const char *mentions;
	VerdictKind kind = VerdictKind::fail;
};

constexpr char kAmdSuffix[] = "-amd";
constexpr char kHmatMachine[] = "1+1:1:4:1,memory=384+256,distance=10+20/20+10,latency=100+300,"
				"bandwidth=40000+10000";

const TableFaultCase kFaults[] = {
	{"apic-id", "a CPU whose CPUID names another APIC id than MADT", "1:1:4:1",
	 "assert:cpuinfo", "initial apicid"},
	{"core-shift", "packages that CPUID makes too small", "2:2:2:1,cpu=intel",
	 "assert:cpu-topology", "package_cpus_list"},
	/*
	 * Siblings that share no cache: build_sched_domain() complains before any check can look.
	 */
	{"smt-shift", "cores that CPUID gives twice as many threads", "1:1:4:1,cpu=intel",
	 "kernel-splat:bug", "arch topology borken", VerdictKind::crash},
	{"llc-sharing", "a last-level cache that CPUID shares too widely", "1:2:2:1",
	 "assert:cpu-caches", "index3"},
	{"l2-sharing", "a second-level cache that CPUID shares too widely", "1:1:4:1",
	 "assert:cpu-caches", "index2"},
	{"apic-id-amd", "a CPU of AMD's whose CPUID names another APIC id than MADT",
	 "1:1:4:1,cpu=amd", "assert:cpuinfo", "initial apicid"},
	{"core-shift-amd", "packages of AMD's that CPUID makes too small", "2:2:2:1,cpu=amd",
	 "assert:cpu-topology", "package_cpus_list"},
	/* AMD's second level has no id: match_l2c() goes by the threads, and nothing is borken. */
	{"smt-shift-amd", "cores of AMD's that CPUID gives twice as many threads",
	 "1:1:4:1,cpu=amd", "assert:cpu-topology", "/sys/devices/system/cpu/"},
	{"llc-sharing-amd", "a last-level cache of AMD's that CPUID shares too widely",
	 "1:2:2:1,cpu=amd", "assert:cpu-caches", "index3"},
	{"l2-sharing-amd", "a second-level cache of AMD's that CPUID shares too widely",
	 "1:1:4:1,cpu=amd", "assert:cpu-caches", "index2"},
	{"slit-distance", "a wrong distance in SLIT", "2:2:2:1", "assert:numa-nodes", "/distance"},
	/* A package in two nodes: set_cpu_sibling_map() warns of it before any check can look. */
	{"srat-cpu", "a CPU that SRAT puts into another node", "2:4:1:1", "kernel-splat:warn",
	 "set_cpu_sibling_map", VerdictKind::crash},
	{"srat-memory", "a node's memory that SRAT gives to another", "2:2:2:1",
	 "assert:numa-nodes", "/sys/devices/system/node/"},
	{"hmat-latency", "a wrong latency in HMAT", kHmatMachine, "assert:numa-access", "latency"},
	{"hmat-bandwidth", "a wrong bandwidth in HMAT", kHmatMachine, "assert:numa-access",
	 "bandwidth"},
	{"madt-cpu", "a CPU that MADT does not enable", "1:1:4:1", "assert:cpu-topology",
	 "/sys/devices/system/cpu/"},
};

void sees_another_machine(Guest &guest)
{
	check_kernel_view(guest, ExpectedTopology(guest.topology()));
}

class Faults : TopologyCases {
public:
	Faults()
	{
		for (const TableFaultCase &fault : kFaults) {
			Topology topology = machine(fault.machine);

			std::string_view name = fault.name;

			topology.fault = name.substr(0, name.rfind(kAmdSuffix));
			add({
				.name = keep(std::string("topology-fault.") + fault.name),
				.description = fault.description,
				.topology = topology,
				.needs_options = topology_options(topology),
				.needs_scx = false,
				.expect = {fault.kind, fault.reason, Expectation::in_case,
					   "power-off", fault.mentions},
				.body = sees_another_machine,
			});
		}
	}
};

const Faults faults;

} /* namespace */
} /* namespace ktstr */
