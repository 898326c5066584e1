/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/cpu_bringup.h"

namespace ktstr {

namespace {

constexpr unsigned kShareFreely = 4;	/* CPUs on one of the host's, before ticks are what it does */

} /* namespace */

std::string bringup_arguments(unsigned cpus, unsigned online, unsigned host_cpus)
{
	bool late = cpus > kShareFreely * host_cpus;
	std::string line;

	if (late || online < cpus)
		line += " maxcpus=" + std::to_string(late ? 1 : online);
	/*
	 * In a parallel bring-up all other CPUs spin until it is their turn (cpuhp_ap_sync_alive()),
	 * and on CPUs that they share keep from running whoever is to call them.
	 */
	if (cpus > host_cpus)
		line += " cpuhp.parallel=0";
	return line;
}

} /* namespace ktstr */
