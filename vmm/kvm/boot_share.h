/* SPDX-License-Identifier: GPL-2.0 */
/*
 * BootShare: who gets the host's CPUs while a kernel boots on fewer of them than it has vCPUs.
 * Until its clock source is chosen (clocksource_done_booting()) every CPU that is up takes periodic
 * ticks, also an idle one, and the vCPUs that boot get no more of the host than each of those: with
 * their number the time of a boot would grow with the square. So a vCPU that has come up stands
 * back, to a weight at which all of those together weigh as much as the one that boots.
 *
 * Owned by Machine; called by the machine's owner on one thread. Does nothing where the host has
 * CPUs enough, or where the process may not take a lower priority back.
 */
#pragma once

#include <cstdint>
#include <deque>

#include "vmm/kvm/vcpu_thread.h"

namespace ktstr {

class BootShare {
public:
	/** Before the process is confined. @threads must outlive it, and not have been started. */
	BootShare(std::deque<VcpuThread> &threads, unsigned vcpus, unsigned host_cpus);

	/** Every few tens of milliseconds: while @booting, and on until all are equal again. */
	void balance(bool booting);

	/** The nice value at which @vcpus others weigh about as much as one at 0; at most 19. */
	static int standing_back(unsigned vcpus);

private:
	std::deque<VcpuThread> &threads_;
	const int nice_;
	bool active_;
};

} /* namespace ktstr */
