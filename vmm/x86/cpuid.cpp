/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/x86/cpuid.h"

#include <bit>
#include <cstdint>

namespace ktstr {

namespace {

/* CPUID.1 */
constexpr uint32_t kEcxX2apic = 1u << 21;
constexpr uint32_t kEcxTscDeadline = 1u << 24;
constexpr uint32_t kEcxHypervisor = 1u << 31;
constexpr uint32_t kEdxHtt = 1u << 28;
/* CPUID.80000001 (AMD) */
constexpr uint32_t kEcxCmpLegacy = 1u << 1;

/* Intel SDM, CPUID.0BH: level types, in ECX[15:8]. */
constexpr uint32_t kLevelThread = 1;
constexpr uint32_t kLevelCore = 2;

/** Bits @low .. @low + @width - 1 of @reg become @value. */
void set_field(uint32_t &reg, unsigned low, unsigned width, uint32_t value)
{
	uint32_t mask = ((1u << width) - 1) << low;
	reg = (reg & ~mask) | ((value << low) & mask);
}

/** Bits of an APIC id below the package number. */
unsigned core_bits(unsigned vcpus)
{
	return static_cast<unsigned>(std::bit_width(vcpus - 1));
}

void set_features(kvm_cpuid_entry2 &leaf, const CpuidOptions &options)
{
	set_field(leaf.ebx, 24, 8, options.index);
	set_field(leaf.ebx, 16, 8, options.vcpus);
	leaf.ecx |= kEcxHypervisor | kEcxX2apic;
	leaf.ecx &= ~kEcxTscDeadline;
	if (options.tsc_deadline)
		leaf.ecx |= kEcxTscDeadline;
	leaf.edx &= ~kEdxHtt;
	if (options.vcpus > 1)
		leaf.edx |= kEdxHtt;
}

/** Leaves 4 and 8000001D: who shares a cache. The last level by all, the others by one core. */
void set_cache_sharing(kvm_cpuid_entry2 &leaf, const CpuidOptions &options)
{
	unsigned level = (leaf.eax >> 5) & 7;
	bool shared = level >= 3;
	set_field(leaf.eax, 14, 12, shared ? (1u << core_bits(options.vcpus)) - 1 : 0);
	if (leaf.function == 4)
		set_field(leaf.eax, 26, 6, (1u << core_bits(options.vcpus)) - 1);
}

/** Replaces leaf @function (0BH or 1FH) by a thread level, a core level and the end. */
void append_topology(std::vector<kvm_cpuid_entry2> &entries, uint32_t function,
		     const CpuidOptions &options)
{
	for (uint32_t subleaf = 0; subleaf < 3; subleaf++) {
		kvm_cpuid_entry2 leaf = {};
		leaf.function = function;
		leaf.index = subleaf;
		leaf.flags = KVM_CPUID_FLAG_SIGNIFCANT_INDEX;
		leaf.ecx = subleaf;
		leaf.edx = options.index;
		if (subleaf == 0) {
			leaf.ebx = 1;
			leaf.ecx |= kLevelThread << 8;
		} else if (subleaf == 1) {
			leaf.eax = core_bits(options.vcpus);
			leaf.ebx = options.vcpus;
			leaf.ecx |= kLevelCore << 8;
		}
		entries.push_back(leaf);
	}
}

void set_amd_topology(kvm_cpuid_entry2 &leaf, const CpuidOptions &options)
{
	switch (leaf.function) {
	case 0x80000001:
		leaf.ecx &= ~kEcxCmpLegacy;
		if (options.vcpus > 1)
			leaf.ecx |= kEcxCmpLegacy;
		break;
	case 0x80000008:
		set_field(leaf.ecx, 0, 8, options.vcpus - 1);
		set_field(leaf.ecx, 12, 4, core_bits(options.vcpus));
		break;
	case 0x8000001e:
		leaf.eax = options.index;
		leaf.ebx = options.index;	/* one thread per core */
		leaf.ecx = 0;
		leaf.edx = 0;
		break;
	}
}

bool is_amd(const std::vector<kvm_cpuid_entry2> &entries)
{
	for (const kvm_cpuid_entry2 &leaf : entries) {
		if (leaf.function == 0)
			return leaf.ebx == 0x68747541 /* "Auth" */ ||
			       leaf.ebx == 0x6f677948 /* "Hygo" */;
	}
	return false;
}

} /* namespace */

std::vector<kvm_cpuid_entry2> make_cpuid(std::vector<kvm_cpuid_entry2> supported,
					 const CpuidOptions &options)
{
	bool amd = is_amd(supported);
	bool leaf_0b = false, leaf_1f = false;
	std::vector<kvm_cpuid_entry2> entries;
	for (kvm_cpuid_entry2 leaf : supported) {
		switch (leaf.function) {
		case 0x1:
			set_features(leaf, options);
			break;
		case 0x4:
		case 0x8000001d:
			set_cache_sharing(leaf, options);
			break;
		case 0xb:
			leaf_0b = true;
			continue;
		case 0x1f:
			leaf_1f = true;
			continue;
		case 0x80000026:
			continue;	/* the host's dies; without it the kernel reads 0BH */
		}
		if (amd)
			set_amd_topology(leaf, options);
		entries.push_back(leaf);
	}
	if (leaf_0b)
		append_topology(entries, 0xb, options);
	if (leaf_1f)
		append_topology(entries, 0x1f, options);
	return entries;
}

} /* namespace ktstr */
