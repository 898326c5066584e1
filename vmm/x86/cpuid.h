/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The CPUID that a vCPU shows: what KVM supports, as the CPU of the vendor asked for, with the
 * places and caches of this machine in every leaf that speaks of them. A pure function, called for
 * each vCPU while wiring.
 */
#pragma once

#include <cstdint>
#include <vector>

#include "vmm/topology.h"
#include "vmm/x86/apic_id.h"
#include "vmm/x86/cpuid_leaves.h"

namespace ktstr {

/** What the leaves of all vCPUs have in common: computed once for the machine. */
struct CpuidMachine {
	explicit CpuidMachine(const MachineTopology &topology);

	MachineTopology::Vendor vendor;
	ApicIdLayout layout;
	std::vector<uint32_t> apic_ids; /* index: vCPU */
	uint32_t last_apic_id;
	/* Declared; the most of any core, package. */
	unsigned core_threads;
	unsigned package_threads;
};

struct CpuidOptions {
	const CpuidMachine *machine = nullptr;
	unsigned vcpu = 0;
	bool tsc_deadline = true; /* KVM_CAP_TSC_DEADLINE_TIMER: no APIC timer calibration */
	/* MSIs and I/O APIC reach APIC ids of 15 bits (KVM_FEATURE_MSI_EXT_DEST_ID). */
	bool extended_destination = true;
};

CpuidLeaves make_cpuid(CpuidLeaves supported, const CpuidOptions &options);

} /* namespace ktstr */
