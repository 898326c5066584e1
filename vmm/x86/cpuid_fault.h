/* SPDX-License-Identifier: GPL-2.0 */
/*
 * CPUID faults, which Machine applies to the leaves from make_cpuid(). A pure function, any thread.
 */
#pragma once

#include "vmm/table_fault.h"
#include "vmm/x86/cpuid_leaves.h"

namespace ktstr {

/** Changes the leaves of one vCPU. @last: it is the machine's last vCPU. */
void inject_cpuid_fault(TableFault fault, bool last, CpuidLeaves *leaves);

} /* namespace ktstr */
