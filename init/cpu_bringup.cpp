/* SPDX-License-Identifier: GPL-2.0 */
#include "init/cpu_bringup.h"

#include <cerrno>

#include "init/sys.h"

namespace ktstr {

Result<void> bring_up_cpus(const Topology &topology, const std::string &folder)
{
	std::vector<CpuPlace> places = cpu_places(topology);

	for (size_t cpu = 0; cpu < places.size(); cpu++) {
		std::string file = folder + "/cpu" + std::to_string(cpu) + "/online";

		/* The boot CPU may have no such file (CONFIG_BOOTPARAM_HOTPLUG_CPU0). */
		if (!places[cpu].online || read_line(file) != "0")
			continue;
		if (!write_text(file, "1"))
			return errno_error("bring up", "CPU " + std::to_string(cpu));
	}
	return {};
}

} /* namespace ktstr */
