/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/x86/cpuid.h"

#include <asm/kvm_para.h>

#include <utility>

#include "vmm/x86/cpuid_parts.h"

namespace ktstr {

namespace {

/* CPUID.1 ECX */
constexpr unsigned kEcxX2apic = 21;
constexpr unsigned kEcxTscDeadline = 24;
constexpr unsigned kEcxHypervisor = 31;
/* CPUID.1 EDX, and AMD's copy in CPUID.8000_0001 */
constexpr unsigned kEdxPat = 16;

/**
 * KVM's own features. @foreign: the guest sees another vendor and uses that vendor's hypercall
 * instruction, which this CPU lacks. KVM would then patch the kernel's text
 * (KVM_X86_QUIRK_FIX_HYPERCALL_INSN), which is mapped read-only. So features that make hypercalls
 * are only for the host's own vendor.
 */
void set_kvm_features(CpuidLeaves &leaves, bool extended_destination, bool foreign)
{
	kvm_cpuid_entry2 *leaf = find_leaf(leaves, KVM_CPUID_FEATURES);

	if (!leaf)
		return;
	/*
	 * kvm_msi_ext_dest_id(): without it try_to_enable_x2apic() does not start CPUs with APIC
	 * IDs above 255.
	 */
	set_bit(leaf->eax, KVM_FEATURE_MSI_EXT_DEST_ID, extended_destination);
	if (!foreign)
		return;
	for (unsigned calls : {KVM_FEATURE_PV_UNHALT, KVM_FEATURE_PV_SEND_IPI,
			       KVM_FEATURE_PV_SCHED_YIELD, KVM_FEATURE_HC_MAP_GPA_RANGE})
		set_bit(leaf->eax, calls, false);
}

/**
 * All of the machine's memory is write-back; no device needs anything else. With PAT, or with MTRRs
 * enabled, the kernel stops all CPUs to set them up for each CPU that comes up late
 * (cache_ap_online()), which takes quadratic time on shared host CPUs. MTRRs are present but left
 * disabled: without any, mtrr_type_lookup() forbids huge mappings in the kernel.
 */
void hide_pat(CpuidLeaves &leaves)
{
	for (uint32_t function : {1u, 0x80000001u})
		set_bit(get_leaf(leaves, function).edx, kEdxPat, false);
}

} /* namespace */

CpuidLeaves make_cpuid(CpuidLeaves supported, const CpuidOptions &options)
{
	CpuidLeaves leaves = std::move(supported);
	CpuidPlace place(*options.machine, options.vcpu);
	bool host_amd = is_amd(leaves);

	set_cpuid_identity(leaves, options.machine->vendor, place);
	set_cpuid_topology(leaves, place);
	set_cpuid_caches(leaves, place);

	kvm_cpuid_entry2 &features = get_leaf(leaves, 1);
	set_bit(features.ecx, kEcxHypervisor, true);
	set_bit(features.ecx, kEcxX2apic, true);
	set_bit(features.ecx, kEcxTscDeadline, options.tsc_deadline);
	hide_pat(leaves);
	set_kvm_features(leaves, options.extended_destination, is_amd(leaves) != host_amd);
	return leaves;
}

} /* namespace ktstr */
