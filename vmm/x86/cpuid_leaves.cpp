/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/x86/cpuid_leaves.h"

#include <algorithm>

namespace ktstr {

const kvm_cpuid_entry2 *find_leaf(const CpuidLeaves &leaves, uint32_t function, uint32_t index)
{
	for (const kvm_cpuid_entry2 &leaf : leaves) {
		if (leaf.function == function && leaf.index == index)
			return &leaf;
	}
	return nullptr;
}

kvm_cpuid_entry2 *find_leaf(CpuidLeaves &leaves, uint32_t function, uint32_t index)
{
	const CpuidLeaves &all = leaves;

	return const_cast<kvm_cpuid_entry2 *>(find_leaf(all, function, index));
}

kvm_cpuid_entry2 &get_leaf(CpuidLeaves &leaves, uint32_t function)
{
	if (kvm_cpuid_entry2 *leaf = find_leaf(leaves, function))
		return *leaf;
	leaves.push_back({});
	leaves.back().function = function;
	return leaves.back();
}

void append_subleaf(CpuidLeaves &leaves, kvm_cpuid_entry2 leaf)
{
	leaf.flags = KVM_CPUID_FLAG_SIGNIFCANT_INDEX;
	leaves.push_back(leaf);
}

void drop_leaves(CpuidLeaves &leaves, uint32_t first, uint32_t last)
{
	std::erase_if(leaves, [first, last](const kvm_cpuid_entry2 &leaf) {
		return leaf.function >= first && leaf.function <= last;
	});
}

uint32_t get_bits(uint32_t reg, unsigned low, unsigned width)
{
	return (reg >> low) & ((1u << width) - 1);
}

void set_bits(uint32_t &reg, unsigned low, unsigned width, uint32_t value)
{
	uint32_t mask = ((1u << width) - 1) << low;

	reg = (reg & ~mask) | ((value << low) & mask);
}

void set_bit(uint32_t &reg, unsigned bit, bool value)
{
	set_bits(reg, bit, 1, value);
}

bool is_amd(const CpuidLeaves &leaves)
{
	const kvm_cpuid_entry2 *leaf = find_leaf(leaves, 0);

	return leaf &&
	       (leaf->ebx == 0x68747541 /* "Auth" */ || leaf->ebx == 0x6f677948 /* "Hygo" */);
}

unsigned cpu_family(uint32_t signature)
{
	unsigned family = get_bits(signature, 8, 4);

	return family == 0xf ? family + get_bits(signature, 20, 8) : family;
}

unsigned cpu_model(uint32_t signature)
{
	unsigned model = get_bits(signature, 4, 4);

	return cpu_family(signature) >= 6 ? model | get_bits(signature, 16, 4) << 4 : model;
}

} /* namespace ktstr */
