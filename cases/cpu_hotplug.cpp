/* SPDX-License-Identifier: GPL-2.0 */
#include "cases/cpu_hotplug.h"

#include <sched.h>

#include <cerrno>
#include <cstring>

namespace ktstr {
namespace {

const char kSmtControl[] = "/sys/devices/system/cpu/smt/control";

} /* namespace */

void set_cpu_online(Guest &guest, ExpectedTopology &expected, unsigned cpu, bool online)
{
	std::string file = "/sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/online";
	std::string value = online ? "1" : "0";
	bool written = guest.write_file(file.c_str(), value);
	std::string now = guest.read_file(file.c_str());

	guest.expect("cpu-set-online", written && now == value,
		     file + ": " + now + " after writing " + value);
	expected.set_online(cpu, online);
}

void set_smt(Guest &guest, const char *state)
{
	bool written = guest.write_file(kSmtControl, state);
	std::string now = guest.read_file(kSmtControl);

	guest.expect("smt-set", written && now == state,
		     std::string(kSmtControl) + ": " + now + " after writing " + state);
}

void check_runs_everywhere(Guest &guest, const ExpectedTopology &expected)
{
	cpu_set_t before, only;
	std::string failed;

	if (sched_getaffinity(0, sizeof(before), &before)) {
		guest.expect("runs-everywhere", false,
			     std::string("sched_getaffinity(): ") + strerror(errno));
		return;
	}
	for (unsigned cpu = 0; cpu < expected.cpus(); cpu++) {
		if (!expected.online()[cpu])
			continue;
		CPU_ZERO(&only);
		CPU_SET(cpu, &only);
		if (sched_setaffinity(0, sizeof(only), &only))
			failed += " CPU " + std::to_string(cpu) + ": " + strerror(errno);
		else if (sched_getcpu() != int(cpu))
			failed += " CPU " + std::to_string(cpu) + ": runs elsewhere";
	}
	if (sched_setaffinity(0, sizeof(before), &before))
		failed += std::string(" restoring the affinity: ") + strerror(errno);
	guest.expect("runs-everywhere", failed.empty(),
		     failed.empty() ? to_text(expected.online()) : failed);
}

} /* namespace ktstr */
