/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/kernel/command_line.h"

#include <algorithm>
#include <cstdint>

#include "harness/kernel/cpu_bringup.h"

namespace ktstr {

namespace {

/* Arguments that complete the declared machine where its tables do not suffice. */
std::string topology_arguments(const Topology &topology, unsigned host_cpus)
{
	std::string line =
		bringup_arguments(topology.cpus(), topology.cpus() - topology.offline, host_cpus);

	if (!topology.smt)
		line += " nosmt";
	return line;
}

} /* namespace */

/*
 * console, printk.time: the serial line carries timestamped messages for the splat scan.
 * loglevel=5: only warnings and worse. The whole log arrives in kernel_log records, and each byte
 * on a serial line costs an exit.
 * panic=-1: a panic resets at once, and the session sees the reset. oops=panic: after an oops
 * nothing more from the guest is of use. A WARN continues; the scan finds it.
 * random.trust_cpu: no waiting for entropy.
 * tsc=nowatchdog: since 7.2 the clocksource watchdog waits, with interrupts off, for another CPU to
 * answer, and a clock ends the wait (kernel/time/clocksource.c, watchdog_wait_seq()). In early boot
 * that clock is jiffies, which the waiting CPU is to advance: if the other CPU waits for it, in
 * stop_machine() or for a lock, neither goes on. Seen where boots are slow. What the guest keeps
 * time with is kvm-clock, which has no watchdog.
 * Mitigations keep their defaults: the kernel under test should run as shipped.
 * Lockup detectors: at their defaults (20, 21, 30 and 120 s) a case's deadline of 20 s would come
 * first and hide the cause. With these values each one reports at most 16 s after the fault: the
 * soft lockup detector at twice its threshold, wq_watchdog_timer_fn() within twice its own, the
 * hung task detector after its timeout and two check intervals. All of them scale with the
 * deadlines, because a time-sliced vCPU is no lockup. Under emulation (400 %) none is shorter than
 * the kernel's default, except for hung tasks.
 */
std::string kernel_command_line(const Topology &topology, unsigned host_cpus, TimeScale scale,
				const std::string &case_arguments)
{
	const struct {
		const char *argument;
		uint64_t seconds;
		uint64_t maximum; /* the kernel's limit */
	} detectors[] = {
		{"watchdog_thresh", 5, 60},
		{"rcupdate.rcu_cpu_stall_timeout", 10, 300},
		{"workqueue.watchdog_thresh", 8, 3600},
		{"sysctl.kernel.hung_task_timeout_secs", 10, 3600},
		{"sysctl.kernel.hung_task_check_interval_secs", 2, 3600},
	};
	std::string line = "console=ttyS0 printk.time=1 loglevel=5 panic=-1 oops=panic "
			   "random.trust_cpu=on tsc=nowatchdog";

	for (const auto &detector : detectors)
		line += std::string(" ") + detector.argument + "=" +
			std::to_string(std::min(scale.of(detector.seconds), detector.maximum));
	line += topology_arguments(topology, host_cpus);
	if (!case_arguments.empty())
		line += " " + case_arguments;
	return line;
}

} /* namespace ktstr */
