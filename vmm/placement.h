/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Placement: where a machine's vCPUs and memory go on the host. Plain data, filled in by the owner
 * of a Machine. Every entry is a request: MachineReport::notes lists what the host refused, and the
 * machine runs without it.
 */
#pragma once

#include <vector>

#include "vmm/base/result.h"

namespace ktstr {

struct Placement {
	std::vector<unsigned> vcpu_cpus; /* host CPU of each vCPU; empty: unpinned */
	std::vector<int> node_hosts;	 /* host node of each guest node; -1 or empty: any */
	bool huge_pages = false;	 /* back RAM with 2 MiB pages, all populated up front */
};

/** Pins the calling thread to host CPU @cpu. */
Result<void> pin_this_thread(unsigned cpu);

} /* namespace ktstr */
