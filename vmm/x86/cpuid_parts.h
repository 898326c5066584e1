/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The parts of make_cpuid(), in calling order. Each changes the leaves of one vCPU. Pure functions,
 * any thread.
 */
#pragma once

#include "vmm/x86/cpuid.h"

namespace ktstr {

/** Place of one vCPU in its machine. The machine must outlive this. */
struct CpuidPlace {
	CpuidPlace(const CpuidMachine &of, unsigned vcpu) : machine(of), apic_id(of.apic_ids[vcpu])
	{}

	const CpuidMachine &machine;
	const uint32_t apic_id;

	/** Unique within the machine. */
	uint32_t llc_id() const { return apic_id >> machine.layout.llc_shift(); }
	uint32_t core_in_package() const;
};

/** Vendor, family and model, and the vendor's features and leaves. */
void set_cpuid_identity(CpuidLeaves &leaves, MachineTopology::Vendor vendor,
			const CpuidPlace &place);
/** Leaves 1, 0BH, 1FH, 8000_0001H, 8000_0008H, 8000_001EH. */
void set_cpuid_topology(CpuidLeaves &leaves, const CpuidPlace &place);
/** Leaves 2, 4, 8000_0005H, 8000_0006H, 8000_001DH. */
void set_cpuid_caches(CpuidLeaves &leaves, const CpuidPlace &place);

} /* namespace ktstr */
