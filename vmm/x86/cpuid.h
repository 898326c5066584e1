/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A vCPU's CPUID: what KVM supports, presented as a CPU of the requested vendor, with this
 * machine's topology and caches in every leaf that describes them. A pure function, called for each
 * vCPU while wiring.
 */
#pragma once

#include <cstdint>
#include <vector>

#include "vmm/topology.h"
#include "vmm/x86/apic_id.h"
#include "vmm/x86/cpuid_leaves.h"

namespace ktstr {

/** Data that the leaves of all vCPUs share, computed once per machine. */
struct CpuidMachine {
	explicit CpuidMachine(const MachineTopology &topology);

	MachineTopology::Vendor vendor;
	ApicIdLayout layout;
	std::vector<uint32_t> apic_ids; /* index: vCPU */
	uint32_t last_apic_id;
	/* As declared: maximum per core and per package. */
	unsigned core_threads;
	unsigned package_threads;
};

struct CpuidOptions {
	const CpuidMachine *machine = nullptr;
	unsigned vcpu = 0;
	bool tsc_deadline = true; /* KVM_CAP_TSC_DEADLINE_TIMER: no APIC timer calibration */
	/* MSIs and the I/O APIC reach 15-bit APIC IDs (KVM_FEATURE_MSI_EXT_DEST_ID). */
	bool extended_destination = true;
};

CpuidLeaves make_cpuid(CpuidLeaves supported, const CpuidOptions &options);

} /* namespace ktstr */
