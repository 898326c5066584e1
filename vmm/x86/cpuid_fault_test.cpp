/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/x86/cpuid_fault.h"

#include <gtest/gtest.h>

#include <cstring>

#include "vmm/x86/cpuid_decoder.h"
#include "vmm/x86/cpuid_test_machines.h"

namespace ktstr {

namespace {

/** Number of distinct values of @member. */
unsigned count(const std::vector<DecodedCpu> &cpus, unsigned DecodedCpu::*member)
{
	unsigned found = 0;

	for (unsigned i = 0; i < cpus.size(); i++)
		found += cpus[i].*member == i;
	return found;
}

/** False: the machine is too small for this fault to change anything. */
bool can_show(TableFault fault, const MachineTopology &topology)
{
	std::vector<DecodedCpu> cpus = declared_cpus(topology);

	switch (fault) {
	case TableFault::llc_sharing:
		return count(cpus, &DecodedCpu::llc) > 1;
	case TableFault::apic_id:
		return true;
	case TableFault::smt_shift:
		/* On AMD, match_smt() never joins CPUs across LLCs. */
		return count(cpus, &DecodedCpu::core) > count(cpus, &DecodedCpu::llc);
	default:
		return count(cpus, &DecodedCpu::core) > 1;
	}
}

} /* namespace */

TEST(CpuidFault, EveryFaultChangesWhatLinuxDerives)
{
	for (const NamedHost &host : test_hosts()) {
		for (NamedMachine &machine : test_machines()) {
			machine.topology.vendor = host.vendor;
			for (TableFault fault :
			     {TableFault::apic_id, TableFault::core_shift, TableFault::smt_shift,
			      TableFault::llc_sharing, TableFault::l2_sharing}) {
				SCOPED_TRACE(host.name + ", " + machine.name + ", " +
					     to_string(fault));
				machine.topology.fault = fault;
				if (!can_show(fault, machine.topology) ||
				    machine.topology.cpus.size() > 256)
					continue; /* too small, or slow and adds nothing */
				CpuidDecoder decoder(machine_leaves(host.leaves, machine.topology));
				/* A CPU that moves but was alone on its core stays alone. */
				EXPECT_TRUE(decoder.cpus() != declared_cpus(machine.topology) ||
					    decoder.apic_ids() != apic_ids(machine.topology));
			}
		}
	}
}

TEST(CpuidFault, ApicIdIsWrongOnTheLastAlone)
{
	for (const NamedHost &host : test_hosts()) {
		MachineTopology topology = machine_of(1, 2, 2, 2);
		topology.vendor = host.vendor;
		topology.fault = TableFault::apic_id;
		std::vector<uint32_t> expected = apic_ids(topology);
		expected.back() ^= 1u << apic_id_layout(topology).core_shift();
		EXPECT_EQ(CpuidDecoder(machine_leaves(host.leaves, topology)).apic_ids(), expected);
	}
}

TEST(CpuidFault, OneThingIsWrong)
{
	using Member = unsigned DecodedCpu::*;
	constexpr struct {
		TableFault fault;
		Member member;
		unsigned found;
	} kExpected[] = {
		{TableFault::core_shift, &DecodedCpu::package, 4},
		{TableFault::smt_shift, &DecodedCpu::core, 8},
		{TableFault::llc_sharing, &DecodedCpu::llc, 2},
		{TableFault::l2_sharing, &DecodedCpu::l2, 8},
	};
	constexpr Member kMembers[] = {&DecodedCpu::package, &DecodedCpu::llc, &DecodedCpu::l2,
				       &DecodedCpu::core};
	for (const NamedHost &host : test_hosts()) {
		MachineTopology topology = machine_of(2, 4, 4, 2);
		topology.vendor = host.vendor;
		std::vector<DecodedCpu> declared = declared_cpus(topology);
		for (const auto &expected : kExpected) {
			SCOPED_TRACE(host.name + ", " + to_string(expected.fault));
			topology.fault = expected.fault;
			CpuidDecoder decoder(machine_leaves(host.leaves, topology));
			for (Member member : kMembers)
				EXPECT_EQ(count(decoder.cpus(), member),
					  member == expected.member ? expected.found
								    : count(declared, member));
		}
	}
}

TEST(CpuidFault, OthersLeaveCpuidAlone)
{
	CpuidLeaves host = host_leaves(kVendorAmd, kMilan);
	CpuidMachine machine(machine_of(1, 2, 2, 2));
	CpuidLeaves leaves = make_cpuid(host, {.machine = &machine});
	for (TableFault fault :
	     {TableFault::none, TableFault::slit_distance, TableFault::madt_cpu}) {
		CpuidLeaves same = leaves;
		inject_cpuid_fault(fault, true, &same);
		ASSERT_EQ(same.size(), leaves.size());
		EXPECT_EQ(memcmp(same.data(), leaves.data(), leaves.size() * sizeof(leaves[0])), 0);
	}
	CpuidLeaves none;
	for (TableFault fault : {TableFault::apic_id, TableFault::core_shift, TableFault::smt_shift,
				 TableFault::llc_sharing, TableFault::l2_sharing})
		inject_cpuid_fault(fault, true, &none);
	EXPECT_TRUE(none.empty());
}

} /* namespace ktstr */
