/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/x86/cpuid.h"

#include <gtest/gtest.h>

namespace ktstr {

namespace {

constexpr uint32_t kAmd = 0x68747541, kIntel = 0x756e6547;

std::vector<kvm_cpuid_entry2> host(uint32_t vendor)
{
	std::vector<kvm_cpuid_entry2> entries;
	for (uint32_t function : {0x0u, 0x1u, 0x4u, 0xbu, 0x1fu, 0x80000001u, 0x80000008u,
				  0x8000001du, 0x8000001eu, 0x80000026u}) {
		kvm_cpuid_entry2 leaf = {};
		leaf.function = function;
		leaf.eax = leaf.ebx = leaf.ecx = leaf.edx = 0xffffffff;
		if (function == 0)
			leaf.ebx = vendor;
		if (function == 4 || function == 0x8000001d)
			leaf.eax = ~(7u << 5) | 3u << 5;
		entries.push_back(leaf);
	}
	return entries;
}

const kvm_cpuid_entry2 *find(const std::vector<kvm_cpuid_entry2> &entries, uint32_t function,
			     uint32_t index = 0)
{
	for (const kvm_cpuid_entry2 &leaf : entries) {
		if (leaf.function == function && leaf.index == index)
			return &leaf;
	}
	return nullptr;
}

} /* namespace */

TEST(Cpuid, ShowsItsTopologyOnIntel)
{
	CpuidOptions options;
	options.index = 5;
	options.vcpus = 6;
	auto entries = make_cpuid(host(kIntel), options);
	const kvm_cpuid_entry2 *one = find(entries, 1);
	EXPECT_EQ(one->ebx >> 24, 5u);
	EXPECT_EQ((one->ebx >> 16) & 0xff, 6u);
	for (uint32_t function : {0xbu, 0x1fu}) {
		const kvm_cpuid_entry2 *thread = find(entries, function, 0);
		const kvm_cpuid_entry2 *core = find(entries, function, 1);
		const kvm_cpuid_entry2 *end = find(entries, function, 2);
		ASSERT_TRUE(thread && core && end);
		EXPECT_EQ(thread->eax, 0u);
		EXPECT_EQ(thread->ebx, 1u);
		EXPECT_EQ(thread->ecx, 0x100u);
		EXPECT_EQ(core->eax, 3u);
		EXPECT_EQ(core->ebx, 6u);
		EXPECT_EQ(core->ecx, 0x201u);
		EXPECT_EQ(core->edx, 5u);
		EXPECT_EQ(end->ebx, 0u);
	}
	EXPECT_EQ((find(entries, 4)->eax >> 14) & 0xfff, 7u);
	EXPECT_EQ(find(entries, 4)->eax >> 26, 7u);
}

TEST(Cpuid, ShowsItsTopologyOnAmd)
{
	CpuidOptions options;
	options.index = 3;
	options.vcpus = 4;
	auto entries = make_cpuid(host(kAmd), options);
	EXPECT_EQ(find(entries, 0x80000008)->ecx & 0xf0ff, 0x2003u);
	EXPECT_EQ(find(entries, 0x8000001e)->eax, 3u);
	EXPECT_EQ(find(entries, 0x8000001e)->ebx, 3u);
	EXPECT_EQ(find(entries, 0x8000001e)->ecx, 0u);
	EXPECT_EQ((find(entries, 0x8000001d)->eax >> 14) & 0xfff, 3u);
	EXPECT_TRUE(find(entries, 0x80000001)->ecx & 2);
	EXPECT_EQ(find(entries, 0x80000026), nullptr);
}

TEST(Cpuid, OneCpuHasNoSiblings)
{
	auto entries = make_cpuid(host(kAmd), CpuidOptions{});
	EXPECT_FALSE(find(entries, 1)->edx & 1u << 28);
	EXPECT_FALSE(find(entries, 0x80000001)->ecx & 2);
	EXPECT_EQ(find(entries, 0xb, 1)->eax, 0u);
	EXPECT_EQ(find(entries, 0xb, 1)->ebx, 1u);
}

TEST(Cpuid, DeadlineTimerFollowsTheHost)
{
	CpuidOptions options;
	EXPECT_TRUE(find(make_cpuid(host(kIntel), options), 1)->ecx & 1u << 24);
	options.tsc_deadline = false;
	auto entries = make_cpuid(host(kIntel), options);
	EXPECT_FALSE(find(entries, 1)->ecx & 1u << 24);
	EXPECT_TRUE(find(entries, 1)->ecx & 1u << 31);
}

} /* namespace ktstr */
