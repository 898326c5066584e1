/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How the guest's CPUs come up where they share the host's. While the kernel brings them up itself,
 * each one that is up takes periodic ticks until the clock source is chosen
 * (clocksource_done_booting()), also an idle one. Up to some tens of vCPUs on a CPU BootShare
 * (vmm/kvm/boot_share.h) helps; with more, ticks are all that an emulated host does, and bringing
 * CPUs up is left to init (init/cpu_bringup.h), when idle CPUs have no ticks (CONFIG_NO_HZ_COMMON).
 *
 * Such a kernel is one that was booted with maxcpus=1, and differs in what it sets up once at boot
 * for the CPUs that are online then:
 * - no CPU but the first has deadline servers, so that nothing ends a real-time hog's starvation of
 *   fair and ext tasks there (sched_init_dl_servers());
 * - unbound workqueues do not know who shares a cache (workqueue_init_topology());
 * - access1 of HMAT names the first node alone as an initiator (hmat_init());
 * - isolcpus= and nohz_full= change their meaning (housekeeping_setup()).
 * Pure, any thread.
 */
#pragma once

#include <string>

namespace ktstr {

/** Whether @cpus CPUs on @host_cpus are more than the kernel can bring up by itself. */
bool cpus_come_late(unsigned cpus, unsigned host_cpus);

/**
 * Arguments for a kernel with @cpus CPUs, of which the first @online are to be up, on @host_cpus;
 * each with a space before it.
 */
std::string bringup_arguments(unsigned cpus, unsigned online, unsigned host_cpus);

} /* namespace ktstr */
