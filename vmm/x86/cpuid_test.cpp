/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/x86/cpuid.h"

#include <asm/kvm_para.h>
#include <gtest/gtest.h>

#include "vmm/x86/cpuid_decoder.h"
#include "vmm/x86/cpuid_test_machines.h"

namespace ktstr {

namespace {

CpuidLeaves leaves_of(const CpuidLeaves &host, MachineTopology topology, unsigned vcpu = 0,
		      MachineTopology::Vendor vendor = MachineTopology::Vendor::host)
{
	topology.vendor = vendor;
	CpuidMachine machine(topology);
	CpuidOptions options;
	options.machine = &machine;
	options.vcpu = vcpu;
	return make_cpuid(host, options);
}

} /* namespace */

TEST(Cpuid, LinuxDerivesTheDeclaredPlaces)
{
	for (const NamedHost &host : test_hosts()) {
		for (NamedMachine &machine : test_machines()) {
			SCOPED_TRACE(host.name + ", " + machine.name);
			machine.topology.vendor = host.vendor;
			CpuidDecoder decoder(machine_leaves(host.leaves, machine.topology));
			EXPECT_EQ(decoder.complaints(), std::vector<std::string>());
			EXPECT_TRUE(decoder.cpus() == declared_cpus(machine.topology));
		}
	}
}

TEST(Cpuid, LevelsOnIntel)
{
	CpuidLeaves leaves =
		leaves_of(host_leaves(kVendorIntel, kSkylake), machine_of(2, 4, 3, 2), 23);
	const kvm_cpuid_entry2 *one = find_leaf(leaves, 1);
	/* package 1, LLC 1, core 2, thread 1 */
	EXPECT_EQ(one->ebx >> 24, 0b11101u);
	EXPECT_EQ(get_bits(one->ebx, 16, 8), 16u);
	EXPECT_EQ(one->eax, kSkylake);
	for (uint32_t function : {0xbu, 0x1fu}) {
		const kvm_cpuid_entry2 *thread = find_leaf(leaves, function, 0);
		const kvm_cpuid_entry2 *core = find_leaf(leaves, function, 1);
		const kvm_cpuid_entry2 *end = find_leaf(leaves, function, 2);
		ASSERT_TRUE(thread && core && end);
		EXPECT_EQ(thread->eax, 1u);
		EXPECT_EQ(thread->ebx, 2u);
		EXPECT_EQ(thread->ecx, 0x100u);
		EXPECT_EQ(core->eax, 4u);
		EXPECT_EQ(core->ebx, 12u);
		EXPECT_EQ(core->ecx, 0x201u);
		EXPECT_EQ(core->edx, 0b11101u);
		EXPECT_EQ(core->flags, KVM_CPUID_FLAG_SIGNIFCANT_INDEX);
		EXPECT_EQ(end->ebx, 0u);
		EXPECT_EQ(get_bits(end->ecx, 8, 8), 0u);
	}
	EXPECT_EQ(get_bits(find_leaf(leaves, 4, 0)->eax, 14, 12), 1u);
	EXPECT_EQ(get_bits(find_leaf(leaves, 4, 3)->eax, 14, 12), 7u);
	EXPECT_EQ(find_leaf(leaves, 4, 3)->eax >> 26, 7u);
	EXPECT_EQ(find_leaf(leaves, 4, 4)->eax, 0u);
	EXPECT_EQ(find_leaf(leaves, 2)->eax, 0xff01u);
	EXPECT_GE(find_leaf(leaves, 0)->eax, 0x1fu);
	for (uint32_t function : {0x8000001du, 0x8000001eu, 0x80000026u, 0x80000005u})
		EXPECT_FALSE(find_leaf(leaves, function)) << function;
	EXPECT_EQ(find_leaf(leaves, 0x80000000)->eax, 0x80000008u);
}

TEST(Cpuid, LeavesOfAmd)
{
	CpuidLeaves leaves =
		leaves_of(host_leaves(kVendorAmd, kFamily6), machine_of(2, 4, 3, 2), 23);
	EXPECT_EQ(find_leaf(leaves, 1)->eax, kFamily6);
	EXPECT_EQ(get_bits(find_leaf(leaves, 1)->ebx, 16, 8), 12u);
	EXPECT_EQ(find_leaf(leaves, 0x80000008)->ecx & 0xf0ff, 0x400bu);
	EXPECT_EQ(find_leaf(leaves, 0x8000001e)->eax, 0b11101u);
	EXPECT_EQ(find_leaf(leaves, 0x8000001e)->ebx, 0x106u);
	EXPECT_EQ(find_leaf(leaves, 0x8000001e)->ecx, 3u);
	EXPECT_EQ(get_bits(find_leaf(leaves, 0x8000001d, 3)->eax, 14, 12), 7u);
	EXPECT_TRUE(find_leaf(leaves, 0x80000001)->ecx & 1u << 1);
	EXPECT_TRUE(find_leaf(leaves, 0x80000001)->ecx & 1u << 22);
	for (uint32_t function : {0x2u, 0x4u, 0x1fu, 0x80000026u})
		EXPECT_FALSE(find_leaf(leaves, function)) << function;
}

TEST(Cpuid, CachesHaveOneSize)
{
	MachineTopology topology = machine_of(1, 1, 4, 1);
	CpuidLeaves amd = leaves_of(host_leaves(kVendorAmd, kMilan), topology);
	CpuidLeaves intel = leaves_of(host_leaves(kVendorIntel, kSkylake), topology);
	constexpr unsigned kKilobytes[] = {32, 32, 1024, 16384};
	for (uint32_t i = 0; i < 4; i++) {
		const kvm_cpuid_entry2 *leaf = find_leaf(intel, 4, i);
		unsigned ways = get_bits(leaf->ebx, 22, 10) + 1,
			 line = get_bits(leaf->ebx, 0, 12) + 1;
		EXPECT_EQ(ways * line * (leaf->ecx + 1), kKilobytes[i] * 1024);
		EXPECT_EQ(find_leaf(amd, 0x8000001d, i)->ebx, leaf->ebx);
		EXPECT_EQ(find_leaf(amd, 0x8000001d, i)->ecx, leaf->ecx);
	}
	EXPECT_EQ(find_leaf(amd, 0x80000005)->ecx, 32u << 24 | 8u << 16 | 1u << 8 | 64);
	EXPECT_EQ(find_leaf(amd, 0x80000006)->ecx >> 16, 1024u);
	EXPECT_EQ(find_leaf(amd, 0x80000006)->edx >> 18, 32u);
	EXPECT_EQ(find_leaf(intel, 0x80000006)->ecx >> 16, 1024u);
	EXPECT_EQ(find_leaf(intel, 0x80000006)->edx, 0u);
}

TEST(Cpuid, HasNoPat)
{
	constexpr uint32_t kPat = 1u << 16;

	for (const NamedHost &host : test_hosts()) {
		CpuidLeaves supported = host.leaves;
		get_leaf(supported, 1).edx |= kPat;
		get_leaf(supported, 0x80000001).edx |= kPat;
		CpuidLeaves leaves = leaves_of(supported, machine_of(1, 1, 2, 1));
		EXPECT_FALSE(find_leaf(leaves, 1)->edx & kPat) << host.name;
		EXPECT_FALSE(find_leaf(leaves, 0x80000001)->edx & kPat) << host.name;
	}
}

TEST(Cpuid, OneCpuHasNoSiblings)
{
	CpuidLeaves leaves = leaves_of(host_leaves(kVendorAmd, kMilan), machine_of(1, 1, 1, 1));
	EXPECT_FALSE(find_leaf(leaves, 1)->edx & 1u << 28);
	EXPECT_FALSE(find_leaf(leaves, 0x80000001)->ecx & 1u << 1);
	EXPECT_EQ(find_leaf(leaves, 0xb, 1)->eax, 0u);
	EXPECT_EQ(find_leaf(leaves, 0xb, 1)->ebx, 1u);
}

/* If Linux could not derive the LLCs on the host's model, the CPU presents a later one. */
TEST(Cpuid, AmdModelDescribesLlcs)
{
	auto family = [](uint32_t vendor, uint32_t signature, const MachineTopology &topology) {
		CpuidLeaves leaves = leaves_of(host_leaves(vendor, signature), topology);
		EXPECT_EQ(find_leaf(leaves, 0)->ebx, kVendorAmd);
		EXPECT_EQ(find_leaf(leaves, 0x80000000)->ebx, kVendorAmd);
		EXPECT_EQ(find_leaf(leaves, 0x80000001)->eax, find_leaf(leaves, 1)->eax);
		return cpu_family(find_leaf(leaves, 1)->eax) << 8 |
		       cpu_model(find_leaf(leaves, 1)->eax);
	};
	MachineTopology small = machine_of(1, 2, 2, 2), wide = machine_of(1, 300, 1, 1);
	EXPECT_EQ(family(kVendorAmd, kFamily6, small), 0x606u);
	EXPECT_EQ(family(kVendorAmd, kMilan, wide), 0x1901u);
	EXPECT_EQ(family(kVendorAmd, kNaples, small), 0x1731u);
	EXPECT_EQ(family(kVendorHygon, kDhyana, small), 0x1731u);
	EXPECT_EQ(family(kVendorAmd, kFamily6, wide), 0x1731u);
}

TEST(Cpuid, VendorIsForced)
{
	MachineTopology topology = machine_of(1, 2, 2, 1);
	CpuidLeaves intel = leaves_of(host_leaves(kVendorAmd, kMilan), topology, 0,
				      MachineTopology::Vendor::intel);
	EXPECT_EQ(find_leaf(intel, 0)->ebx, kVendorIntel);
	EXPECT_EQ(cpu_model(find_leaf(intel, 1)->eax), 0x8fu);
	EXPECT_EQ(find_leaf(intel, 0x80000000)->ebx, 0u);
	EXPECT_FALSE(find_leaf(intel, 0x80000001)->ecx & (1u << 2 | 1u << 22)); /* SVM, TOPOEXT */
	EXPECT_TRUE(find_leaf(intel, 0x80000001)->edx & 1u << 29);
	EXPECT_EQ(find_leaf(intel, 7)->ebx, 0xffffffffu);

	CpuidLeaves amd = leaves_of(host_leaves(kVendorIntel, kSkylake), topology, 0,
				    MachineTopology::Vendor::amd);
	EXPECT_EQ(find_leaf(amd, 0)->ebx, kVendorAmd);
	EXPECT_EQ(find_leaf(amd, 0x80000000)->ebx, kVendorAmd);
	EXPECT_GE(find_leaf(amd, 0x80000000)->eax, 0x80000021u);
	EXPECT_FALSE(find_leaf(amd, 1)->ecx & 1u << 5);
	EXPECT_TRUE(find_leaf(amd, 1)->ecx & 1u << 31);
}

TEST(Cpuid, KvmFeaturesArePassedOn)
{
	CpuidLeaves host = host_leaves(kVendorAmd, kMilan);
	uint32_t offered = 1u << KVM_FEATURE_CLOCKSOURCE2 | 1u << KVM_FEATURE_STEAL_TIME |
			   1u << KVM_FEATURE_PV_UNHALT | 1u << KVM_FEATURE_PV_TLB_FLUSH |
			   1u << KVM_FEATURE_PV_SEND_IPI;
	CpuidMachine machine(machine_of(1, 1, 2, 1));
	CpuidOptions options = {.machine = &machine};
	get_leaf(host, KVM_CPUID_FEATURES).eax = offered;

	uint32_t extended = 1u << KVM_FEATURE_MSI_EXT_DEST_ID;
	EXPECT_EQ(find_leaf(make_cpuid(host, options), KVM_CPUID_FEATURES)->eax,
		  offered | extended);
	options.extended_destination = false;
	EXPECT_EQ(find_leaf(make_cpuid(host, options), KVM_CPUID_FEATURES)->eax, offered);

	/* No hypercalls with another vendor's instruction. */
	machine.vendor = MachineTopology::Vendor::intel;
	EXPECT_EQ(find_leaf(make_cpuid(host, options), KVM_CPUID_FEATURES)->eax,
		  offered & ~(1u << KVM_FEATURE_PV_UNHALT | 1u << KVM_FEATURE_PV_SEND_IPI));
	machine.vendor = MachineTopology::Vendor::amd;
	EXPECT_EQ(find_leaf(make_cpuid(host, options), KVM_CPUID_FEATURES)->eax, offered);
}

TEST(Cpuid, DeadlineTimerFollowsTheHost)
{
	CpuidMachine machine(MachineTopology::flat(1, 512ull << 20));
	CpuidOptions options = {.machine = &machine};
	CpuidLeaves host = host_leaves(kVendorIntel, kSkylake);
	EXPECT_TRUE(find_leaf(make_cpuid(host, options), 1)->ecx & 1u << 24);
	options.tsc_deadline = false;
	CpuidLeaves leaves = make_cpuid(host, options);
	EXPECT_FALSE(find_leaf(leaves, 1)->ecx & 1u << 24);
	EXPECT_TRUE(find_leaf(leaves, 1)->ecx & 1u << 31);
}

/* KVM_GET_SUPPORTED_CPUID lacks leaves: make_cpuid() adds them. */
TEST(Cpuid, BareHost)
{
	CpuidLeaves host;
	get_leaf(host, 0).ebx = kVendorAmd;
	get_leaf(host, 1).eax = kFamily6;
	MachineTopology topology = machine_of(1, 3, 3, 2);
	CpuidDecoder decoder(machine_leaves(host, topology));
	EXPECT_EQ(decoder.complaints(), std::vector<std::string>());
	EXPECT_TRUE(decoder.cpus() == declared_cpus(topology));
	EXPECT_FALSE(find_leaf(leaves_of(host, topology), KVM_CPUID_FEATURES));
}

} /* namespace ktstr */
