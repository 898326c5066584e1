/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/kernel/cpu_bringup.h"

namespace ktstr {

namespace {

/* vCPUs per host CPU. In the emulated host, 32 boot in less than a minute; 64 take many. */
constexpr unsigned kMostSharing = 32;

} /* namespace */

bool cpus_come_late(unsigned cpus, unsigned host_cpus)
{
	return cpus > kMostSharing * host_cpus;
}

std::string bringup_arguments(unsigned cpus, unsigned online, unsigned host_cpus)
{
	bool late = cpus_come_late(cpus, host_cpus);
	std::string line;

	if (late || online < cpus)
		line += " maxcpus=" + std::to_string(late ? 1 : online);
	/*
	 * In a parallel bring-up all other CPUs spin until it is their turn
	 * (cpuhp_ap_sync_alive()). On shared host CPUs they keep the CPU that would release them
	 * from running.
	 */
	if (cpus > host_cpus)
		line += " cpuhp.parallel=0";
	return line;
}

} /* namespace ktstr */
