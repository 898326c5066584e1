/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The CPUID that a vCPU shows: what KVM supports, with the topology of this machine (one package,
 * @vcpus cores, one thread each, APIC id = vCPU index) in every leaf that speaks of topology, on
 * Intel and AMD alike. A pure function, called for each vCPU while wiring.
 */
#pragma once

#include <linux/kvm.h>

#include <vector>

namespace ktstr {

struct CpuidOptions {
	unsigned index = 0;		/* of the vCPU */
	unsigned vcpus = 1;
	bool tsc_deadline = true;	/* KVM_CAP_TSC_DEADLINE_TIMER: no APIC timer calibration */
};

std::vector<kvm_cpuid_entry2> make_cpuid(std::vector<kvm_cpuid_entry2> supported,
					 const CpuidOptions &options);

} /* namespace ktstr */
