/* SPDX-License-Identifier: GPL-2.0 */
/* The kernel reaches user space with every CPU of the topology online. */
#include "harness/scenario/case.h"

namespace ktstr {
namespace {

void every_cpu_is_online(Guest &guest)
{
	unsigned cpus = guest.cpus();
	std::string wanted = cpus > 1 ? "0-" + std::to_string(cpus - 1) : "0";
	std::string online = guest.read_file("/sys/devices/system/cpu/online");

	guest.expect("cpus-online", online == wanted, "online: " + online);
}

} /* namespace */

KTSTR_CASE(boot_user_space) = {
	.name = "boot.user-space",
	.description = "the kernel boots on one CPU and starts init",
	.topology = {1, 1, 1, 1},
	.needs_scx = false,
};

KTSTR_CASE(boot_cpus_online) = {
	.name = "boot.cpus-online",
	.description = "every CPU that the machine has at boot is online",
	.topology = {1, 1, 2, 1},
	.needs_scx = false,
	.body = every_cpu_is_online,
};

KTSTR_CASE(boot_four_cpus_online) = {
	.name = "boot.four-cpus-online",
	.description = "every CPU that the machine has at boot is online",
	.topology = {1, 1, 4, 1},
	.needs_scx = false,
	.body = every_cpu_is_online,
};

} /* namespace ktstr */
