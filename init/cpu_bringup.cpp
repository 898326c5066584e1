/* SPDX-License-Identifier: GPL-2.0 */
#include "init/cpu_bringup.h"

#include <cerrno>

#include "init/sys.h"

namespace ktstr {

Result<void> bring_up_cpus(const Topology &topology, const std::string &folder)
{
	std::vector<CpuPlace> places = cpu_places(topology);

	/* CPU 0 is up and has no such file (arch_cpu_is_hotpluggable()). */
	for (size_t cpu = 1; cpu < places.size(); cpu++) {
		std::string file = folder + "/cpu" + std::to_string(cpu) + "/online";

		if (places[cpu].online && !write_text(file, "1"))
			return errno_error("bring up", "CPU " + std::to_string(cpu));
	}
	return {};
}

} /* namespace ktstr */
