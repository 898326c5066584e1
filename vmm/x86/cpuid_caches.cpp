/* SPDX-License-Identifier: GPL-2.0 */
#include <algorithm>

#include "vmm/x86/cpuid_parts.h"

namespace ktstr {

namespace {

/* Cache types: Intel SDM, CPUID.4 EAX[4:0]. */
constexpr uint32_t kData = 1, kInstructions = 2, kUnified = 3;
constexpr uint32_t kLineBytes = 64;

struct Cache {
	uint32_t type;
	uint32_t level;
	uint32_t kilobytes;
	uint32_t ways;
	uint32_t amd_ways; /* as 8000_0006H encodes them */

	uint32_t sets() const { return kilobytes * 1024 / ways / kLineBytes; }
};

/**
 * The order of subleaves matters: __cache_amd_cpumap_setup() takes the fourth as the L3, and
 * cacheinfo_amd_init_llc_id() the last as the LLC.
 */
constexpr Cache kL1d = {kData, 1, 32, 8, 0};
constexpr Cache kL1i = {kInstructions, 1, 32, 8, 0};
constexpr Cache kL2 = {kUnified, 2, 1024, 8, 6};
constexpr Cache kL3 = {kUnified, 3, 16 * 1024, 16, 8};
constexpr Cache kCaches[] = {kL1d, kL1i, kL2, kL3};

/**
 * Leaf 4 or 8000_001DH. Sharing is given as a span of APIC IDs: get_cache_id(),
 * calc_cache_topo_id().
 */
void append_cache_leaf(CpuidLeaves &leaves, uint32_t function, const CpuidPlace &place)
{
	const ApicIdLayout &layout = place.machine.layout;
	kvm_cpuid_entry2 leaf = {};

	drop_leaves(leaves, function, function);
	leaf.function = function;
	for (const Cache &cache : kCaches) {
		unsigned shift = cache.level == 3 ? layout.llc_shift() : layout.core_shift();

		leaf.eax = cache.type | cache.level << 5 | 1u << 8 /* self-initialising */;
		set_bits(leaf.eax, 14, 12, (1u << shift) - 1);
		/* Core ids per package, as parse_num_cores_legacy() reads them. */
		if (function == 4) {
			unsigned core_bits = layout.package_shift() - layout.core_shift();
			set_bits(leaf.eax, 26, 6, std::min((1u << core_bits) - 1, 63u));
		}
		leaf.ebx = (kLineBytes - 1) | (cache.ways - 1) << 22;
		leaf.ecx = cache.sets() - 1;
		append_subleaf(leaves, leaf);
		leaf.index++;
	}
	leaf.eax = leaf.ebx = leaf.ecx = 0; /* type 0: no more */
	append_subleaf(leaves, leaf);
}

/** AMD64 APM volume 3, appendix E.4.4, E.4.5; legacy_amd_cpuid4(), cpu_detect_cache_sizes(). */
void set_amd_sizes(CpuidLeaves &leaves)
{
	auto l1 = [](const Cache &cache) {
		return cache.kilobytes << 24 | cache.ways << 16 | 1u << 8 | kLineBytes;
	};
	kvm_cpuid_entry2 &first = get_leaf(leaves, 0x80000005);
	first.ecx = l1(kL1d);
	first.edx = l1(kL1i);

	kvm_cpuid_entry2 &others = get_leaf(leaves, 0x80000006);
	others.ecx = kL2.kilobytes << 16 | kL2.amd_ways << 12 | 1u << 8 | kLineBytes;
	/* Must not be zero: cpuid_amd_hygon_has_l3_cache(). In units of 512 KiB. */
	others.edx = (kL3.kilobytes / 512) << 18 | kL3.amd_ways << 12 | 1u << 8 | kLineBytes;
}

void set_intel_sizes(CpuidLeaves &leaves)
{
	kvm_cpuid_entry2 &descriptors = get_leaf(leaves, 2);
	descriptors.eax = 0x0000ff01; /* one descriptor: see leaf 4 */
	descriptors.ebx = descriptors.ecx = descriptors.edx = 0;

	drop_leaves(leaves, 0x80000005, 0x80000005);
	kvm_cpuid_entry2 &l2 = get_leaf(leaves, 0x80000006);
	l2.eax = l2.ebx = l2.edx = 0;
	l2.ecx = kL2.kilobytes << 16 | kL2.amd_ways << 12 | kLineBytes;
}

} /* namespace */

void set_cpuid_caches(CpuidLeaves &leaves, const CpuidPlace &place)
{
	if (is_amd(leaves)) {
		append_cache_leaf(leaves, 0x8000001d, place);
		set_amd_sizes(leaves);
	} else {
		append_cache_leaf(leaves, 4, place);
		set_intel_sizes(leaves);
	}
}

} /* namespace ktstr */
