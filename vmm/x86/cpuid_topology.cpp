/* SPDX-License-Identifier: GPL-2.0 */
#include <algorithm>

#include "vmm/x86/cpuid_parts.h"

namespace ktstr {

namespace {

/* CPUID.1 EDX */
constexpr unsigned kEdxHtt = 28;
/* CPUID.8000_0001 ECX (AMD) */
constexpr unsigned kEcxCmpLegacy = 1;
constexpr unsigned kEcxTopoExt = 22;

/* Intel SDM, CPUID.0BH: level types, in ECX[15:8]. */
constexpr uint32_t kLevelThread = 1;
constexpr uint32_t kLevelCore = 2;

/** Largest number of the sorted @ids that agree in all bits from @shift up. */
unsigned most_alike(const std::vector<uint32_t> &ids, unsigned shift)
{
	unsigned most = 0, run = 0;

	for (size_t i = 0; i < ids.size(); i++) {
		run = i && ids[i] >> shift == ids[i - 1] >> shift ? run + 1 : 1;
		most = std::max(most, run);
	}
	return most;
}

/**
 * Leaf @function (0BH or 1FH): a thread level, a core level and the terminator. Packages follow the
 * cores: topology_set_dom() propagates the core level's shift upwards. No level describes LLCs,
 * because Linux derives them from the caches and would turn a die level into dies.
 */
void append_levels(CpuidLeaves &leaves, uint32_t function, const CpuidPlace &place)
{
	kvm_cpuid_entry2 leaf = {};

	leaf.function = function;
	leaf.edx = place.apic_id;
	leaf.eax = place.machine.layout.core_shift();
	leaf.ebx = place.machine.core_threads;
	leaf.ecx = kLevelThread << 8;
	append_subleaf(leaves, leaf);

	leaf.index = 1;
	leaf.eax = place.machine.layout.package_shift();
	leaf.ebx = place.machine.package_threads;
	leaf.ecx = kLevelCore << 8 | leaf.index;
	append_subleaf(leaves, leaf);

	leaf.index = 2;
	leaf.eax = 0;
	leaf.ebx = 0;
	leaf.ecx = leaf.index;
	append_subleaf(leaves, leaf);
}

void set_leaf_1(CpuidLeaves &leaves, bool amd, const CpuidPlace &place)
{
	kvm_cpuid_entry2 &leaf = get_leaf(leaves, 1);
	/*
	 * Intel counts the ids that fit in a package (parse_legacy() derives bits from it); AMD
	 * counts CPUs.
	 */
	unsigned ids =
		amd ? place.machine.package_threads : 1u << place.machine.layout.package_shift();

	set_bits(leaf.ebx, 24, 8, place.apic_id);
	set_bits(leaf.ebx, 16, 8, std::min(ids, 255u));
	set_bit(leaf.edx, kEdxHtt, place.machine.package_threads > 1);
}

/** AMD64 APM volume 3, appendix E.4.15, E.5. */
void set_amd_leaves(CpuidLeaves &leaves, const CpuidPlace &place)
{
	kvm_cpuid_entry2 &features = get_leaf(leaves, 0x80000001);
	set_bit(features.ecx, kEcxCmpLegacy, place.machine.package_threads > 1);
	/* Without it cacheinfo_amd_init_llc_id() is not called, and each package is one LLC. */
	set_bit(features.ecx, kEcxTopoExt, true);

	/* parse_8000_0008() reads it if there is no leaf 0BH. */
	kvm_cpuid_entry2 &sizes = get_leaf(leaves, 0x80000008);
	set_bits(sizes.ecx, 0, 8, std::min(place.machine.package_threads - 1, 255u));
	set_bits(sizes.ecx, 12, 4, place.machine.layout.package_shift());

	/*
	 * One node per package, but before family 17H cacheinfo_amd_init_llc_id() takes the node id
	 * as LLC id, so every family gets the LLC id here.
	 */
	kvm_cpuid_entry2 &ids = get_leaf(leaves, 0x8000001e);
	ids.eax = place.apic_id;
	ids.ebx = (place.core_in_package() & 0xff) | (place.machine.core_threads - 1) << 8;
	ids.ecx = place.llc_id() & 0xff;
	ids.edx = 0;
}

} /* namespace */

CpuidMachine::CpuidMachine(const MachineTopology &topology)
	: vendor(topology.vendor), layout(apic_id_layout(topology)),
	  apic_ids(ktstr::apic_ids(topology))
{
	std::vector<uint32_t> sorted = apic_ids;

	std::sort(sorted.begin(), sorted.end());
	last_apic_id = sorted.back();
	core_threads = most_alike(sorted, layout.core_shift());
	package_threads = most_alike(sorted, layout.package_shift());
}

uint32_t CpuidPlace::core_in_package() const
{
	uint32_t in_package = apic_id & ((1u << machine.layout.package_shift()) - 1);

	return in_package >> machine.layout.core_shift();
}

void set_cpuid_topology(CpuidLeaves &leaves, const CpuidPlace &place)
{
	bool amd = is_amd(leaves);

	set_leaf_1(leaves, amd, place);
	drop_leaves(leaves, 0xb, 0xb);
	drop_leaves(leaves, 0x1f, 0x1f);
	/* Drop the host's dies. Without this leaf cpu_parse_topology_ext() reads 0BH. */
	drop_leaves(leaves, 0x80000026, 0x80000026);
	append_levels(leaves, 0xb, place);
	if (amd)
		set_amd_leaves(leaves, place);
	else
		append_levels(leaves, 0x1f, place);
}

} /* namespace ktstr */
