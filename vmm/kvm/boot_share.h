/* SPDX-License-Identifier: GPL-2.0 */
/*
 * BootShare: divides the host's CPUs while a kernel boots on fewer of them than it has vCPUs. Until
 * the clock source is chosen (clocksource_done_booting()), every CPU that is up takes periodic
 * ticks, even when idle, and a booting vCPU gets no larger share of the host than each of those.
 * Boot time would grow with the square of the number of vCPUs. So a vCPU that has come up lowers
 * its weight until all of them together weigh about as much as the one that boots.
 *
 * Machine owns it; the machine's owner calls it on one thread. It does nothing if the host has
 * enough CPUs, or if the process may not raise its priority again.
 */
#pragma once

#include <cstdint>
#include <deque>

#include "vmm/kvm/vcpu_thread.h"

namespace ktstr {

class BootShare {
public:
	/**
	 * Call before confining the process. @threads must outlive it and must not be started yet.
	 */
	BootShare(std::deque<VcpuThread> &threads, unsigned vcpus, unsigned host_cpus);

	/**
	 * Call every few tens of milliseconds while @booting, and afterwards until all weights are
	 * equal.
	 */
	void balance(bool booting);

	/** Nice value at which @vcpus vCPUs weigh about as much as one at nice 0; at most 19. */
	static int standing_back(unsigned vcpus);

private:
	std::deque<VcpuThread> &threads_;
	const int nice_;
	bool active_;
};

} /* namespace ktstr */
