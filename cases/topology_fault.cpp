/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Each wrong table entry (vmm/table_fault.h) is caught: by a check or, before any check can run, by
 * the kernel, which complains about an impossible machine.
 */
#include "cases/topology_case.h"
#include "cases/topology_checks.h"

namespace ktstr {
namespace {

struct TableFaultCase {
	const char *name; /* the fault's name; with "-amd" AMD's CPUID leaves tell it */
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
	{"apic-id", "an APIC id that differs between CPUID and the MADT is caught", "1:1:4:1",
	 "assert:cpuinfo", "initial apicid"},
	{"core-shift", "Intel CPUID leaves that make packages too small are caught",
	 "2:2:2:1,cpu=intel", "assert:cpu-topology", "package_cpus_list"},
	/*
	 * SMT siblings without a common cache: build_sched_domain() complains before any check
	 * runs.
	 */
	{"smt-shift", "Intel CPUID leaves that double the threads per core are caught",
	 "1:1:4:1,cpu=intel", "kernel-splat:bug", "arch topology borken", VerdictKind::crash},
	{"llc-sharing", "CPUID leaves that share the LLC too widely are caught", "1:2:2:1",
	 "assert:cpu-caches", "index3"},
	{"l2-sharing", "CPUID leaves that share the L2 too widely are caught", "1:1:4:1",
	 "assert:cpu-caches", "index2"},
	{"apic-id-amd", "an APIC id that differs between AMD CPUID leaves and the MADT is caught",
	 "1:1:4:1,cpu=amd", "assert:cpuinfo", "initial apicid"},
	{"core-shift-amd", "AMD CPUID leaves that make packages too small are caught",
	 "2:2:2:1,cpu=amd", "assert:cpu-topology", "package_cpus_list"},
	/* AMD's L2 has no id: match_l2c() goes by the threads, so nothing is borken. */
	{"smt-shift-amd", "AMD CPUID leaves that double the threads per core are caught",
	 "1:1:4:1,cpu=amd", "assert:cpu-topology", "/sys/devices/system/cpu/"},
	{"llc-sharing-amd", "AMD CPUID leaves that share the LLC too widely are caught",
	 "1:2:2:1,cpu=amd", "assert:cpu-caches", "index3"},
	{"l2-sharing-amd", "AMD CPUID leaves that share the L2 too widely are caught",
	 "1:1:4:1,cpu=amd", "assert:cpu-caches", "index2"},
	{"slit-distance", "a wrong distance in the SLIT is caught", "2:2:2:1", "assert:numa-nodes",
	 "/distance"},
	/* A package on two nodes: set_cpu_sibling_map() warns before any check can run. */
	{"srat-cpu", "a CPU that the SRAT puts on another node is caught", "2:4:1:1",
	 "kernel-splat:warn", "set_cpu_sibling_map", VerdictKind::crash},
	{"srat-memory", "memory that the SRAT gives to another node is caught", "2:2:2:1",
	 "assert:numa-nodes", "/sys/devices/system/node/"},
	{"hmat-latency", "a wrong latency in the HMAT is caught", kHmatMachine,
	 "assert:numa-access", "latency"},
	{"hmat-bandwidth", "a wrong bandwidth in the HMAT is caught", kHmatMachine,
	 "assert:numa-access", "bandwidth"},
	{"madt-cpu", "a CPU that the MADT does not enable is caught", "1:1:4:1",
	 "assert:cpu-topology", "/sys/devices/system/cpu/"},
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
