/* SPDX-License-Identifier: GPL-2.0 */
/* The kernel sees the machine that a case declares: each preset, and some that are special. */
#include "cases/cpu_hotplug.h"
#include "cases/topology_case.h"
#include "cases/topology_checks.h"

namespace ktstr {
namespace {

struct SpecialMachine {
	const char *name;
	const char *description;
	const char *topology;
};

constexpr SpecialMachine kSpecialMachines[] = {
	{"topology.uneven-nodes", "nodes of three last-level caches and of one", "2:3+1:2:1"},
	{"topology.uneven-llcs", "last-level caches of three, two and one core", "1:3:3+2+1:2"},
	{"topology.smt-off", "booted with nosmt, only first threads are online", "1:2:2:2,smt=off"},
	{"topology.memory-node", "a node has memory alone, further away and slower",
	 "2+1:2:2:1,memory=256+256+128,distance=10+20+30/20+10+30/30+30+10,"
	 "latency=100+180+300/180+100+300,bandwidth=40000+20000+10000/20000+40000+10000"},
	{"topology.ring", "four nodes in a ring, neighbours nearer than the opposite",
	 "4:4:2:1,distance=10+15+20+15/15+10+15+20/20+15+10+15/15+20+15+10"},
	{"topology.line", "three nodes in line, so that domains of the ends overlap",
	 "3:3:2:1,distance=10+20+30/20+10+20/30+20+10"},
	{"topology.intel", "CPUID as Intel's CPUs tell a topology", "1:2:2:2,cpu=intel"},
	{"topology.amd", "CPUID as AMD's CPUs tell a topology", "1:2:2:2,cpu=amd"},
	/* Five packages of up to five LLCs of up to five cores: 3 bits each, 4 << 6 is the last. */
	{"topology.wide-apic-id", "a CPU whose APIC id takes more than eight bits",
	 "5:5+1+1+1+1:5+1+1+1+1+1+1+1+1:1"},
	{"topology.cpus-256", "one node of 256 CPUs", "1:16:16:1"},
};

void sees_the_machine(Guest &guest)
{
	check_topology_view(guest, ExpectedTopology(guest.topology()));
}

void sees_the_machine_without_a_scheduler(Guest &guest)
{
	check_kernel_view(guest, ExpectedTopology(guest.topology()));
}

/*
 * Enabling a scheduler on so many CPUs takes an emulated host longer than sched_ext's watchdog
 * waits, which is 30 s at most (SCX_WATCHDOG_MAX_TIMEOUT).
 */
Case widest_machine()
{
	Case made = topology_case("topology.cpus-512", "two nodes of 256 CPUs each, under EEVDF",
				  machine("2:32:16:1"), sees_the_machine_without_a_scheduler);

	made.scheduler = {};
	made.needs_kfuncs = {};
	made.needs_scx = false;
	return made;
}

/*
 * CPUs that were left out at boot, one by one; what the idle masks have shown is never forgotten.
 */
void brings_cpus_up_and_down(Guest &guest)
{
	ExpectedTopology expected(guest.topology());
	unsigned first = expected.cpus() - guest.topology().offline;

	check_topology_view(guest, expected);
	for (unsigned cpu = first; cpu < expected.cpus(); cpu++)
		set_cpu_online(guest, expected, cpu, true);
	check_topology_view(guest, expected);
	for (unsigned cpu = first; cpu < expected.cpus(); cpu++)
		set_cpu_online(guest, expected, cpu, false);
	check_kernel_view(guest, expected);
	std::string state = guest.scx_state();
	guest.expect("stays-enabled", state == "enabled", "state: " + state);
}

class Machines : TopologyCases {
public:
	Machines()
	{
		for (const TopologyPreset &preset : topology_presets())
			add(topology_case(
				keep(std::string("topology.") + preset.name),
				"files, domains and sched_ext show the machine of this preset",
				preset.topology, sees_the_machine));
		for (const SpecialMachine &special : kSpecialMachines)
			add(topology_case(special.name, special.description,
					  machine(special.topology), sees_the_machine));
		add(widest_machine());
		add(topology_case("topology.offline-cpus",
				  "CPUs that boot leaves out come and go under a scheduler",
				  machine("1:2:2:2,offline=3"), brings_cpus_up_and_down));
	}
};

const Machines machines;

} /* namespace */
} /* namespace ktstr */
