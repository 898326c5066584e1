/* SPDX-License-Identifier: GPL-2.0 */
#include <algorithm>

#include "vmm/x86/cpuid_parts.h"

namespace ktstr {

namespace {

/*
 * Leaf 1 EAX of a Sapphire Rapids. Among server models it has the fewest entries in the kernel's
 * cpu_vuln_blacklist, and intel_cod_cpu does not list it.
 */
constexpr uint32_t kIntelSignature = 0x000806f8;
/* A Rome, family 17H model 31H: cacheinfo_amd_init_llc_id() trusts its leaf 8000_001DH. */
constexpr uint32_t kAmdSignature = 0x00830f10;

constexpr uint32_t kLastIntelExtended = 0x80000008;

/* CPUID.1 ECX */
constexpr unsigned kEcxVmx = 5;
/* CPUID.8000_0021 EAX */
constexpr unsigned kEaxSrsoNo = 29;
/* CPUID.8000_0001: LAHF, LZCNT, PREFETCHW; SYSCALL, NX, 1 GiB pages, RDTSCP, long mode. */
constexpr uint32_t kIntelExtendedEcx = 1u << 0 | 1u << 5 | 1u << 8;
constexpr uint32_t kIntelExtendedEdx = 1u << 11 | 1u << 20 | 1u << 26 | 1u << 27 | 1u << 29;

/** "GenuineIntel" or "AuthenticAMD". */
void set_vendor(kvm_cpuid_entry2 &leaf, bool amd)
{
	leaf.ebx = amd ? 0x68747541 : 0x756e6547;
	leaf.edx = amd ? 0x69746e65 : 0x49656e69;
	leaf.ecx = amd ? 0x444d4163 : 0x6c65746e;
}

void raise_last_leaf(CpuidLeaves &leaves, uint32_t range, uint32_t last)
{
	kvm_cpuid_entry2 &leaf = get_leaf(leaves, range);

	leaf.eax = std::max(leaf.eax, last);
}

/**
 * Whether Linux can derive this machine's LLCs on such a CPU (cacheinfo_amd_init_llc_id()). Before
 * family 17H it takes the 8-bit node id of 8000_001EH as the LLC id; up to model 1FH of 17H it uses
 * APIC ID >> 3, which fits few machines; later models use leaf 8000_001DH. Family 15H also joins
 * threads by the 8-bit core id of 8000_001EH (match_smt()), where FFH means none.
 */
bool describes_llcs(uint32_t signature, const CpuidPlace &place)
{
	unsigned family = cpu_family(signature);
	const ApicIdLayout &layout = place.machine.layout;
	uint32_t cores = 1u << (layout.package_shift() - layout.core_shift());

	if (family == 0x17)
		return cpu_model(signature) > 0x1f;
	if (family > 0x17)
		return true;
	return place.machine.last_apic_id >> layout.llc_shift() <= 0xff && cores <= 0xff;
}

void become_intel(CpuidLeaves &leaves)
{
	set_vendor(get_leaf(leaves, 0), false);
	get_leaf(leaves, 1).eax = kIntelSignature;
	/* Hybrid core types: init_intel() would query them, and this model has none. */
	drop_leaves(leaves, 0x1a, 0x1a);
}

void become_amd(CpuidLeaves &leaves)
{
	set_vendor(get_leaf(leaves, 0), true);
	get_leaf(leaves, 1).eax = kAmdSignature;
	/*
	 * kvm_intel may be loaded, but only Intel CPUs run init_ia32_feat_ctl(), which sets VMX up.
	 */
	set_bit(get_leaf(leaves, 1).ecx, kEcxVmx, false);
	/*
	 * Otherwise srso_select_mitigation() warns about missing microcode for this model, although
	 * the physical CPU is another one.
	 */
	raise_last_leaf(leaves, 0x80000000, 0x80000021);
	set_bit(get_leaf(leaves, 0x80000021).eax, kEaxSrsoNo, true);
}

/** Drops AMD-only leaves and bits: with SVM set, kvm_amd would complain about the vendor. */
void finish_intel(CpuidLeaves &leaves)
{
	raise_last_leaf(leaves, 0, 0x1f);
	drop_leaves(leaves, kLastIntelExtended + 1, 0x8fffffff);

	kvm_cpuid_entry2 &last = get_leaf(leaves, 0x80000000);
	last.eax = kLastIntelExtended;
	last.ebx = last.ecx = last.edx = 0;
	kvm_cpuid_entry2 &features = get_leaf(leaves, 0x80000001);
	features.eax = features.ebx = 0;
	features.ecx &= kIntelExtendedEcx;
	features.edx &= kIntelExtendedEdx;
	kvm_cpuid_entry2 &sizes = get_leaf(leaves, 0x80000008);
	sizes.ecx = sizes.edx = 0;
}

void finish_amd(CpuidLeaves &leaves)
{
	uint32_t signature = get_leaf(leaves, 1).eax;

	raise_last_leaf(leaves, 0, 0xb);
	raise_last_leaf(leaves, 0x80000000, 0x8000001e);
	set_vendor(get_leaf(leaves, 0x80000000), true);
	get_leaf(leaves, 0x80000001).eax = signature;
	drop_leaves(leaves, 2, 2);
	drop_leaves(leaves, 4, 4);
}

} /* namespace */

void set_cpuid_identity(CpuidLeaves &leaves, MachineTopology::Vendor vendor,
			const CpuidPlace &place)
{
	/*
	 * cacheinfo_hygon_init_llc_id() uses APIC ID >> 3 on every model, so a Hygon presents
	 * itself as AMD.
	 */
	bool hygon = get_leaf(leaves, 0).ebx == 0x6f677948 /* "Hygo" */;

	if (vendor == MachineTopology::Vendor::intel)
		become_intel(leaves);
	else if (vendor == MachineTopology::Vendor::amd || hygon ||
		 (is_amd(leaves) && !describes_llcs(get_leaf(leaves, 1).eax, place)))
		become_amd(leaves);

	if (is_amd(leaves))
		finish_amd(leaves);
	else
		finish_intel(leaves);
}

} /* namespace ktstr */
