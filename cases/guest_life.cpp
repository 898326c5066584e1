/* SPDX-License-Identifier: GPL-2.0 */
/* Guests that never end or that vanish: outcomes that only the host can see. */
#include <sched.h>
#include <sys/reboot.h>
#include <unistd.h>

#include <cstring>

#include "harness/scenario/case.h"

namespace ktstr {
namespace {

constexpr uint32_t kShortDeadlineMs = 3000;

void sleep_for_ever(Guest &)
{
	for (;;)
		pause();
}

/*
 * Deadline servers (fair_server and ext_server in kernel/sched/deadline.c) give ordinary tasks a
 * share of a CPU that real-time tasks hog. A runtime of 0 turns one off. Old kernels have neither.
 */
void stop_deadline_servers(Guest &guest)
{
	for (unsigned cpu = 0; cpu < guest.cpus(); cpu++) {
		for (const char *server : {"fair_server", "ext_server"}) {
			std::string folder = std::string("/sys/kernel/debug/sched/") + server +
					     "/cpu" + std::to_string(cpu);
			guest.write_file((folder + "/runtime").c_str(), "0");
		}
	}
}

bool hog_cpu(unsigned cpu)
{
	cpu_set_t only;
	sched_param highest = {.sched_priority = sched_get_priority_max(SCHED_FIFO)};

	CPU_ZERO(&only);
	CPU_SET(cpu, &only);
	return !sched_setaffinity(0, sizeof(only), &only) &&
	       !sched_setscheduler(0, SCHED_FIFO, &highest);
}

/* A real-time loop hogs every CPU for good, so init never runs again. */
void take_every_cpu(Guest &guest)
{
	stop_deadline_servers(guest);
	guest.write_file("/proc/sys/kernel/sched_rt_runtime_us", "-1");
	for (unsigned cpu = 1; cpu < guest.cpus(); cpu++) {
		pid_t pid = fork();

		if (pid < 0)
			return guest.expect("cpu-taken", false, strerror(errno));
		if (pid == 0) {
			while (hog_cpu(cpu))
				for (;;)
					asm volatile("");
			_exit(1);
		}
	}
	bool taken = hog_cpu(0);
	while (taken)
		asm volatile("");
	guest.expect("cpu-taken", false, strerror(errno));
}

void power_off(Guest &guest)
{
	sync();
	reboot(RB_POWER_OFF);
	guest.expect("powered-off", false, strerror(errno));
}

void restart(Guest &guest)
{
	reboot(RB_AUTOBOOT);
	guest.expect("restarted", false, strerror(errno));
}

} /* namespace */

KTSTR_CASE(guest_hangs) = {
	.name = "guest-life.hang",
	.description = "a case that sleeps forever times out at its deadline",
	.needs_scx = false,
	.expect = {VerdictKind::timeout, "case-timeout", Expectation::in_case, "stopped",
		   "no result before the case's deadline"},
	.deadline_ms = kShortDeadlineMs,
	.body = sleep_for_ever,
};

KTSTR_CASE(guest_wedged) = {
	.name = "guest-life.wedged",
	.description = "a case times out at its deadline even if init never gets a CPU again",
	.needs_scx = false,
	.expect = {VerdictKind::timeout, "case-timeout", Expectation::in_case, "stopped",
		   "no result before the case's deadline"},
	.deadline_ms = kShortDeadlineMs,
	.body = take_every_cpu,
};

KTSTR_CASE(guest_powers_off) = {
	.name = "guest-life.power-off",
	.description = "a guest that powers off without a result is reported as lost",
	.fixed_topology =
		true, /* a wide machine's kernel warns as it stops (init/x86/sleep_control.h) */
	.needs_scx = false,
	.expect = {VerdictKind::lost, "guest-lost", Expectation::in_case, "power-off",
		   "vanished while the case ran"},
	.body = power_off,
};

KTSTR_CASE(guest_restarts) = {
	.name = "guest-life.restart",
	.description = "a guest that reboots without a result is reported as lost",
	.fixed_topology =
		true, /* a wide machine's kernel warns as it stops (init/x86/sleep_control.h) */
	.needs_scx = false,
	.expect = {VerdictKind::lost, "guest-lost", Expectation::in_case, "reset",
		   "vanished while the case ran"},
	.body = restart,
};

} /* namespace ktstr */
