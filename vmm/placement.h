/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Placement: where on the host a machine's vCPUs and memory are to be. Plain data, made by the
 * owner of a Machine. All of it is a wish: what the host refuses is told in MachineReport::notes,
 * and the machine runs without.
 */
#pragma once

#include <vector>

#include "vmm/base/result.h"

namespace ktstr {

struct Placement {
	std::vector<unsigned> vcpu_cpus; /* host CPU of each vCPU; empty: any */
	std::vector<int> node_hosts;	 /* host node of each guest node; -1, or empty: any */
	bool huge_pages = false;	 /* RAM in pages of 2 MiB, all of it from the start */
};

/** Keeps the calling thread on host CPU @cpu. */
Result<void> pin_this_thread(unsigned cpu);

} /* namespace ktstr */
