/* SPDX-License-Identifier: GPL-2.0 */
/* The kernel sees the machine that a case declares: every preset, and some special machines. */
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
	{"topology.uneven-nodes", "the kernel sees a node of three LLCs and a node of one",
	 "2:3+1:2:1"},
	{"topology.uneven-llcs", "the kernel sees LLCs of three, two and one core", "1:3:3+2+1:2"},
	{"topology.smt-off", "with nosmt only the first thread of each core is online",
	 "1:2:2:2,smt=off"},
	{"topology.memory-node",
	 "the kernel sees a node without CPUs whose memory is farther and slower",
	 "2+1:2:2:1,memory=256+256+128,distance=10+20+30/20+10+30/30+30+10,"
	 "latency=100+180+300/180+100+300,bandwidth=40000+20000+10000/20000+40000+10000"},
	{"topology.ring",
	 "the kernel sees four nodes in a ring, with neighbours nearer than the opposite node",
	 "4:4:2:1,distance=10+15+20+15/15+10+15+20/20+15+10+15/15+20+15+10"},
	{"topology.line",
	 "the kernel sees three nodes in a line, where the domains of both ends overlap",
	 "3:3:2:1,distance=10+20+30/20+10+20/30+20+10"},
	{"topology.intel", "the kernel sees the topology through Intel CPUID leaves",
	 "1:2:2:2,cpu=intel"},
	{"topology.amd", "the kernel sees the topology through AMD CPUID leaves",
	 "1:2:2:2,cpu=amd"},
	/* At most five packages, LLCs and cores take 3 bits each: the last APIC id is 4 << 6. */
	{"topology.wide-apic-id", "the kernel sees a CPU whose APIC id needs more than eight bits",
	 "5:5+1+1+1+1:5+1+1+1+1+1+1+1+1:1"},
	{"topology.cpus-256", "the kernel and sched_ext see one node of 256 CPUs", "1:16:16:1"},
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
 * On an emulated host, enabling a scheduler on so many CPUs takes longer than the sched_ext
 * watchdog allows, which is 30 s at most (SCX_WATCHDOG_MAX_TIMEOUT).
 */
Case widest_machine()
{
	Case made = topology_case("topology.cpus-512",
				  "the kernel sees two nodes of 256 CPUs each under EEVDF",
				  machine("2:32:16:1"), sees_the_machine_without_a_scheduler);

	made.scheduler = {};
	made.needs_kfuncs = {};
	made.needs_scx = false;
	return made;
}

/*
 * Brings up the CPUs left offline at boot, then takes them down again. ktstr_topology never forgets
 * a CPU that it saw idle, so the last look is at the kernel's view only.
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
				keep(machine_text(preset.topology) +
				     ": sysfs, sched domains and sched_ext all show them"),
				preset.topology, sees_the_machine));
		for (const SpecialMachine &special : kSpecialMachines)
			add(topology_case(special.name, special.description,
					  machine(special.topology), sees_the_machine));
		add(widest_machine());
		add(topology_case(
			"topology.offline-cpus",
			"CPUs left offline at boot come and go while the scheduler stays attached",
			machine("1:2:2:2,offline=3"), brings_cpus_up_and_down));
	}
};

const Machines machines;

} /* namespace */
} /* namespace ktstr */
