/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/x86/cpuid_fault.h"

#include <algorithm>

namespace ktstr {

namespace {

/** Calls @change(leaf) for each subleaf of 0BH and 1FH that describes a level. */
template <typename Change>
void for_each_level(CpuidLeaves &leaves, Change change)
{
	for (kvm_cpuid_entry2 &leaf : leaves) {
		bool levels = leaf.function == 0xb || leaf.function == 0x1f;

		if (levels && get_bits(leaf.ecx, 8, 8))
			change(leaf);
	}
}

/** Number of APIC ID bits below the level of subleaf @index (0: core, 1: package). */
uint32_t level_shift(const CpuidLeaves &leaves, uint32_t index)
{
	const kvm_cpuid_entry2 *leaf = find_leaf(leaves, 0xb, index);

	return leaf ? get_bits(leaf->eax, 0, 5) : 0;
}

/**
 * Linux uses the id from the APIC itself. It shows this one as "initial apicid" in /proc/cpuinfo,
 * and cpu_parse_topology() logs the mismatch as a firmware bug.
 */
void name_another_core(CpuidLeaves &leaves)
{
	uint32_t core_bit = 1u << level_shift(leaves, 0);

	for_each_level(leaves, [core_bit](kvm_cpuid_entry2 &leaf) { leaf.edx ^= core_bit; });
	if (kvm_cpuid_entry2 *leaf = find_leaf(leaves, 1))
		leaf->ebx ^= core_bit << 24;
	if (kvm_cpuid_entry2 *leaf = find_leaf(leaves, 0x8000001e)) {
		leaf->eax ^= core_bit;
		leaf->ebx ^= 1;
	}
}

void move_package_shift(CpuidLeaves &leaves)
{
	uint32_t shift = level_shift(leaves, 1);
	/* A package of one core cannot be split, so join two of them. */
	uint32_t wrong = shift > level_shift(leaves, 0) ? shift - 1 : shift + 1;

	for_each_level(leaves, [wrong](kvm_cpuid_entry2 &leaf) {
		if (leaf.index == 1)
			set_bits(leaf.eax, 0, 5, wrong);
	});
}

void widen_threads(CpuidLeaves &leaves)
{
	uint32_t wrong = level_shift(leaves, 0) + 1;
	/* Levels nest: cpu_init_topology() shifts by their differences. */
	uint32_t package = std::max(level_shift(leaves, 1), wrong);

	for_each_level(leaves, [wrong, package](kvm_cpuid_entry2 &leaf) {
		set_bits(leaf.eax, 0, 5, leaf.index == 0 ? wrong : package);
	});
	if (kvm_cpuid_entry2 *leaf = find_leaf(leaves, 0x8000001e)) {
		uint32_t threads = get_bits(leaf->ebx, 8, 8) + 1;

		set_bits(leaf->ebx, 0, 8, get_bits(leaf->ebx, 0, 8) >> 1);
		set_bits(leaf->ebx, 8, 8, 2 * threads - 1);
	}
}

void double_sharing(CpuidLeaves &leaves, uint32_t level)
{
	for (kvm_cpuid_entry2 &leaf : leaves) {
		bool caches = leaf.function == 4 || leaf.function == 0x8000001d;
		uint32_t sharing = get_bits(leaf.eax, 14, 12) + 1;

		if (caches && get_bits(leaf.eax, 0, 5) && get_bits(leaf.eax, 5, 3) == level)
			set_bits(leaf.eax, 14, 12, std::min(2 * sharing, 1u << 12) - 1);
	}
}

/** Before family 17H the node id serves as LLC id (cacheinfo_amd_init_llc_id()). */
void join_nodes(CpuidLeaves &leaves)
{
	const kvm_cpuid_entry2 *signature = find_leaf(leaves, 1);
	kvm_cpuid_entry2 *leaf = find_leaf(leaves, 0x8000001e);

	if (leaf && signature && cpu_family(signature->eax) < 0x17)
		leaf->ecx &= ~1u;
}

} /* namespace */

void inject_cpuid_fault(TableFault fault, bool last, CpuidLeaves *leaves)
{
	switch (fault) {
	case TableFault::apic_id:
		if (last)
			name_another_core(*leaves);
		break;
	case TableFault::core_shift:
		move_package_shift(*leaves);
		break;
	case TableFault::smt_shift:
		widen_threads(*leaves);
		break;
	case TableFault::llc_sharing:
		double_sharing(*leaves, 3);
		join_nodes(*leaves);
		break;
	case TableFault::l2_sharing:
		double_sharing(*leaves, 2);
		break;
	default:
		break; /* handled by inject_acpi_fault() */
	}
}

} /* namespace ktstr */
