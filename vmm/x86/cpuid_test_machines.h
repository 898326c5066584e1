/* SPDX-License-Identifier: GPL-2.0 */
/*
 * For tests: what KVM reports on several kinds of host, and machines of several shapes. Any thread.
 */
#pragma once

#include <string>
#include <vector>

#include "vmm/x86/apic_id.h"
#include "vmm/x86/cpuid.h"
#include "vmm/x86/cpuid_fault.h"

namespace ktstr {

constexpr uint32_t kVendorAmd = 0x68747541, kVendorIntel = 0x756e6547, kVendorHygon = 0x6f677948;
constexpr uint32_t kFamily6 = 0x00000661, kFamily15 = 0x00600f20, kNaples = 0x00800f12;
constexpr uint32_t kMilan = 0x00a00f11, kDhyana = 0x00900f02, kSkylake = 0x00050654;

/** Every register is full of host bits, so that a field the machine fails to set shows up. */
inline CpuidLeaves host_leaves(uint32_t vendor, uint32_t signature)
{
	CpuidLeaves leaves;

	for (uint32_t function : {0x0u, 0x1u, 0x2u, 0x4u, 0x7u, 0xbu, 0xdu, 0x1fu, 0x40000001u,
				  0x80000000u, 0x80000001u, 0x80000005u, 0x80000006u, 0x80000008u,
				  0x8000001du, 0x8000001eu, 0x80000026u}) {
		kvm_cpuid_entry2 &leaf = get_leaf(leaves, function);
		leaf.eax = leaf.ebx = leaf.ecx = leaf.edx = 0xffffffff;
	}
	get_leaf(leaves, 0).eax = 0xd;
	get_leaf(leaves, 0).ebx = vendor;
	get_leaf(leaves, 0x80000000).eax = vendor == kVendorIntel ? 0x80000008 : 0x80000026;
	get_leaf(leaves, 1).eax = signature;
	return leaves;
}

/** Spread as by -T: @nodes packages, @llcs in the machine, @cores per LLC. */
inline MachineTopology machine_of(unsigned nodes, unsigned llcs, unsigned cores, unsigned threads)
{
	MachineTopology topology;

	for (unsigned llc = 0; llc < llcs; llc++)
		for (unsigned core = 0; core < cores; core++)
			for (unsigned thread = 0; thread < threads; thread++) {
				unsigned node = llc * nodes / llcs;
				unsigned first = (node * llcs + nodes - 1) / nodes;
				topology.cpus.push_back({node, node, llc - first, core, thread});
			}
	topology.node_memory.assign(nodes, 512ull << 20);
	return topology;
}

/** @packages: for each package, the number of cores of each LLC. */
inline MachineTopology uneven_machine(const std::vector<std::vector<unsigned>> &packages,
				      unsigned threads)
{
	MachineTopology topology;

	for (unsigned package = 0; package < packages.size(); package++)
		for (unsigned llc = 0; llc < packages[package].size(); llc++)
			for (unsigned core = 0; core < packages[package][llc]; core++)
				for (unsigned thread = 0; thread < threads; thread++)
					topology.cpus.push_back(
						{package, package, llc, core, thread});
	topology.node_memory.assign(packages.size(), 512ull << 20);
	return topology;
}

/** The leaves of all vCPUs, as Machine makes them. */
inline std::vector<CpuidLeaves> machine_leaves(const CpuidLeaves &host,
					       const MachineTopology &topology)
{
	std::vector<CpuidLeaves> cpus;
	CpuidMachine machine(topology);
	CpuidOptions options;

	options.machine = &machine;
	for (unsigned i = 0; i < topology.cpus.size(); i++) {
		options.vcpu = i;
		cpus.push_back(make_cpuid(host, options));
		inject_cpuid_fault(topology.fault, i + 1 == topology.cpus.size(), &cpus.back());
	}
	return cpus;
}

struct NamedMachine {
	std::string name;
	MachineTopology topology;
};

inline std::vector<NamedMachine> test_machines()
{
	return {
		{"one CPU", machine_of(1, 1, 1, 1)},
		{"1:1:4:1", machine_of(1, 1, 4, 1)},
		{"1:3:3:1", machine_of(1, 3, 3, 1)},
		{"1:5:3:1", machine_of(1, 5, 3, 1)},
		{"1:7:2:1", machine_of(1, 7, 2, 1)},
		{"1:2:2:2", machine_of(1, 2, 2, 2)},
		{"1:4:1:2", machine_of(1, 4, 1, 2)},
		{"1:14:9:2", machine_of(1, 14, 9, 2)},
		{"1:14:18:1", machine_of(1, 14, 18, 1)},
		{"2:2:1:1", machine_of(2, 2, 1, 1)},
		{"2:8:8:2", machine_of(2, 8, 8, 2)},
		{"4:12:8:2", machine_of(4, 12, 8, 2)},
		{"4:4:128:1", machine_of(4, 4, 128, 1)},
		{"1:1:512:1", machine_of(1, 1, 512, 1)},
		{"1:512:1:1", machine_of(1, 512, 1, 1)},
		{"4+2+2+4", uneven_machine({{4, 2}, {2, 4}}, 2)},
		{"3+1 LLCs", uneven_machine({{2, 2, 2}, {2}}, 1)},
		{"1+5 cores", uneven_machine({{1}, {5, 1, 3}}, 1)},
	};
}

struct NamedHost {
	std::string name;
	MachineTopology::Vendor vendor;
	CpuidLeaves leaves;
};

inline std::vector<NamedHost> test_hosts()
{
	using Vendor = MachineTopology::Vendor;
	CpuidLeaves old = host_leaves(kVendorAmd, kFamily6);
	CpuidLeaves intel = host_leaves(kVendorIntel, kSkylake);

	return {
		{"AMD family 6", Vendor::host, old},
		{"AMD family 15H", Vendor::host, host_leaves(kVendorAmd, kFamily15)},
		{"Naples", Vendor::host, host_leaves(kVendorAmd, kNaples)},
		{"Milan", Vendor::host, host_leaves(kVendorAmd, kMilan)},
		{"Hygon", Vendor::host, host_leaves(kVendorHygon, kDhyana)},
		{"Intel", Vendor::host, intel},
		{"AMD on AMD", Vendor::amd, old},
		{"AMD on Intel", Vendor::amd, intel},
		{"Intel on AMD", Vendor::intel, old},
		{"Intel on Intel", Vendor::intel, intel},
	};
}

} /* namespace ktstr */
