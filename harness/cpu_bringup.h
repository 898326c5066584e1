/* SPDX-License-Identifier: GPL-2.0 */
/*
 * How the guest's CPUs come up where they share the host's. While the kernel brings them up itself,
 * each one that is up takes periodic ticks until the clock source is chosen
 * (clocksource_done_booting()), also an idle one, and soon they take all that the host has. After
 * that an idle CPU has none: so many of them on few are left to user space (init/cpu_bringup.h).
 * What is different then: the kernel's unbound workqueues see one cache for all CPUs that came late
 * (workqueue_init_topology()). Pure, any thread.
 */
#pragma once

#include <string>

namespace ktstr {

/**
 * Arguments for a kernel with @cpus CPUs, of which the first @online are to be up, on @host_cpus;
 * each with a space before it.
 */
std::string bringup_arguments(unsigned cpus, unsigned online, unsigned host_cpus);

} /* namespace ktstr */
