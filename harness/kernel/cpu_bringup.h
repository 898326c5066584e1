/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How the guest's CPUs come up on shared host CPUs. While the kernel brings CPUs up itself, each
 * CPU that is up takes periodic ticks, even when idle, until the clock source is chosen
 * (clocksource_done_booting()). Up to some tens of vCPUs per host CPU, BootShare
 * (vmm/kvm/boot_share.h) compensates. With more, an emulated host does nothing but ticks. Then init
 * brings the CPUs up (init/cpu_bringup.h), once idle CPUs have no ticks (CONFIG_NO_HZ_COMMON).
 *
 * Such a kernel boots with maxcpus=1. It differs in what it sets up once, at boot, for the CPUs
 * online at that time:
 * - only the first CPU has deadline servers, so on the others nothing ends the starvation of fair
 * and ext tasks by a real-time hog (sched_init_dl_servers());
 * - unbound workqueues do not know which CPUs share a cache (workqueue_init_topology());
 * - access1 of HMAT names only the first node as an initiator (hmat_init());
 * - isolcpus= and nohz_full= change their meaning (housekeeping_setup()).
 * Pure, any thread.
 */
#pragma once

#include <string>

namespace ktstr {

/** Whether @cpus CPUs on @host_cpus are too many for the kernel to bring up by itself. */
bool cpus_come_late(unsigned cpus, unsigned host_cpus);

/**
 * Kernel arguments for @cpus CPUs on @host_cpus, with the first @online CPUs up; a space precedes
 * each.
 */
std::string bringup_arguments(unsigned cpus, unsigned online, unsigned host_cpus);

} /* namespace ktstr */
