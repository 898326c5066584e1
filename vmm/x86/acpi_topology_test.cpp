/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/x86/acpi_topology.h"

#include <gtest/gtest.h>

#include "vmm/x86/apic_id.h"
#include "vmm/x86/test_tables.h"

namespace ktstr {

namespace {

struct AcpiTopologyTest : testing::TestWithParam<test::Shape> {
	MachineTopology topology = test::make_topology(GetParam());
	std::vector<uint32_t> ids = apic_ids(topology);
	std::vector<std::byte> bytes = test::make_tables(topology);
	test::TableReader tables{bytes};
};

/** The values that Linux computes from a matrix (hmat_normalize()), row by row. */
std::vector<uint32_t> read_locality(const test::TableReader &tables, uint64_t at, uint32_t divisor)
{
	auto locality = tables.get<acpi::HmatLocality>(at);
	size_t domains = locality.initiators + locality.targets;
	size_t entries = size_t{locality.initiators} * locality.targets;
	std::vector<uint32_t> values;

	EXPECT_EQ(+locality.length, sizeof(locality) + 4 * domains + 2 * entries);
	for (size_t i = 0; i < entries; i++) {
		auto entry = tables.get<uint16_t>(at + sizeof(locality) + 4 * domains + 2 * i);
		uint64_t product = entry * locality.entry_unit;

		EXPECT_NE(entry, 0xffff);
		EXPECT_LE(product, 0xffffffffu);
		values.push_back(uint32_t(product) / divisor);
		EXPECT_EQ(product % divisor, 0u);
	}
	return values;
}

} /* namespace */

TEST_P(AcpiTopologyTest, MadtListsEveryProcessorInOrder)
{
	size_t cpu = 0;
	unsigned controllers = 0;

	for (uint64_t at : tables.entries("APIC", sizeof(acpi::Madt))) {
		uint8_t type = tables.get<uint8_t>(at);

		if (type == 1) {
			EXPECT_EQ(tables.get<uint8_t>(at + 1), 12);
			controllers++;
			continue;
		}
		ASSERT_LT(cpu, ids.size());
		if (type == 0) {
			auto entry = tables.get<acpi::MadtLocalApic>(at);
			EXPECT_EQ(entry.length, 8);
			EXPECT_LT(ids[cpu], 255u);
			EXPECT_EQ(entry.apic_id, ids[cpu]);
			EXPECT_EQ(entry.processor_uid, cpu);
			EXPECT_EQ(+entry.flags, 1u);
		} else {
			auto entry = tables.get<acpi::MadtLocalX2apic>(at);
			ASSERT_EQ(type, 9);
			EXPECT_EQ(entry.length, 16);
			EXPECT_GE(ids[cpu], 255u);
			EXPECT_EQ(+entry.apic_id, ids[cpu]);
			EXPECT_EQ(+entry.processor_uid, cpu);
			EXPECT_EQ(+entry.flags, 1u);
		}
		cpu++;
	}
	EXPECT_EQ(cpu, ids.size());
	EXPECT_EQ(controllers, 1u);
}

TEST_P(AcpiTopologyTest, SratPlacesEveryProcessorAndAllMemory)
{
	if (!tables.has("SRAT"))
		return;
	std::vector<NodeMemoryRange> ranges = node_memory_ranges(topology);
	size_t cpu = 0, range = 0;

	for (uint64_t at : tables.entries("SRAT", sizeof(acpi::Srat))) {
		uint8_t type = tables.get<uint8_t>(at), length = tables.get<uint8_t>(at + 1);

		if (type == 1) {
			auto entry = tables.get<acpi::SratMemory>(at);
			ASSERT_LT(range, ranges.size());
			EXPECT_EQ(length, 40);
			EXPECT_EQ(+entry.domain, ranges[range].node);
			EXPECT_EQ(+entry.base, ranges[range].guest_address);
			EXPECT_EQ(+entry.size, ranges[range].size);
			EXPECT_EQ(+entry.flags, 1u);
			range++;
			continue;
		}
		ASSERT_LT(cpu, ids.size());
		if (type == 0) {
			auto entry = tables.get<acpi::SratLocalApic>(at);
			EXPECT_EQ(length, 16);
			EXPECT_EQ(entry.apic_id, ids[cpu]);
			EXPECT_EQ(entry.domain_low, topology.cpus[cpu].node);
			EXPECT_EQ(+entry.flags, 1u);
		} else {
			auto entry = tables.get<acpi::SratX2apic>(at);
			ASSERT_EQ(type, 2);
			EXPECT_EQ(length, 24);
			EXPECT_EQ(+entry.apic_id, ids[cpu]);
			EXPECT_EQ(+entry.domain, topology.cpus[cpu].node);
			EXPECT_EQ(+entry.flags, 1u);
		}
		cpu++;
	}
	EXPECT_EQ(cpu, ids.size());
	EXPECT_EQ(range, ranges.size());
}

TEST_P(AcpiTopologyTest, SlitHasAllDistances)
{
	if (!tables.has("SLIT"))
		return;
	uint64_t at = tables.address("SLIT");

	EXPECT_EQ(+tables.get<acpi::Slit>(at).localities, topology.nodes());
	ASSERT_EQ(tables.length("SLIT"), sizeof(acpi::Slit) + topology.distances.size());
	for (size_t i = 0; i < topology.distances.size(); i++)
		EXPECT_EQ(tables.get<uint8_t>(at + sizeof(acpi::Slit) + i), topology.distances[i]);
}

TEST_P(AcpiTopologyTest, HmatGivesTheDeclaredNumbers)
{
	if (!tables.has("HMAT"))
		return;
	unsigned domains = 0, matrices = 0;

	EXPECT_EQ(tables.get<acpi::Header>(tables.address("HMAT")).revision, 2);
	for (uint64_t at : tables.entries("HMAT", sizeof(acpi::Hmat), true)) {
		if (tables.get<uint16_t>(at) == 0) {
			auto entry = tables.get<acpi::HmatMemory>(at);
			EXPECT_EQ(+entry.length, 40u);
			EXPECT_EQ(+entry.memory_domain, domains);
			EXPECT_EQ(+entry.flags, topology.has_cpus(domains));
			EXPECT_EQ(+entry.initiator_domain,
				  topology.has_cpus(domains) ? domains : 0);
			domains++;
			continue;
		}
		auto locality = tables.get<acpi::HmatLocality>(at);
		bool latency = locality.data_type == 0;
		ASSERT_EQ(+locality.type, 1);
		EXPECT_EQ(locality.flags, 0);
		EXPECT_EQ(locality.data_type, latency ? 0 : 3);
		EXPECT_EQ(+locality.initiators, GetParam().nodes);
		EXPECT_EQ(+locality.targets, topology.nodes());
		EXPECT_EQ(read_locality(tables, at, latency ? 1000 : 1),
			  latency ? topology.latency_ns : topology.bandwidth_mbps);
		matrices++;
	}
	EXPECT_EQ(domains, topology.nodes());
	EXPECT_EQ(matrices, 2u);
}

INSTANTIATE_TEST_SUITE_P(Shapes, AcpiTopologyTest,
			 testing::Values(test::Shape{1, 1, 4, 1}, test::Shape{1, 1, 4, 1, 0, true},
					 test::Shape{2, 4, 8, 2}, test::Shape{1, 14, 9, 2},
					 test::Shape{2, 7, 9, 2, 1},
					 test::Shape{4, 1, 2, 1, 2, true}, test::Shape{4, 8, 8, 2},
					 test::Shape{64, 1, 8, 2, 0, true}));

TEST(AcpiTopology, HmatLeavesOutNodesWithoutMemory)
{
	MachineTopology topology = test::make_topology({2, 1, 2, 1, 0, true});
	topology.node_memory[1] = 0;
	std::vector<std::byte> bytes = test::make_tables(topology);
	test::TableReader tables{bytes};

	EXPECT_EQ(tables.entries("HMAT", sizeof(acpi::Hmat), true).size(), 1u + 2u);
}

TEST(AcpiTopology, MemoryAroundTheHoleIsTwoRanges)
{
	MachineTopology topology = test::make_topology({2, 1, 2, 1});
	topology.node_memory = {2ull << 30, 2ull << 30};
	std::vector<std::byte> bytes = test::make_tables(topology);
	test::TableReader tables{bytes};
	std::vector<uint64_t> entries = tables.entries("SRAT", sizeof(acpi::Srat));

	ASSERT_EQ(entries.size(), 4u + 3u);
	auto above = tables.get<acpi::SratMemory>(entries[6]);
	EXPECT_EQ(+above.domain, 1u);
	EXPECT_EQ(+above.base, 4ull << 30);
	EXPECT_EQ(+above.size, 1ull << 30);
}

TEST(AcpiTopology, UnitIsTheLargestThatDividesAll)
{
	EXPECT_EQ(hmat_unit({100, 150}), 50u);
	EXPECT_EQ(hmat_unit({7}), 7u);
	EXPECT_EQ(hmat_unit({1, 65534}), 1u);
	EXPECT_EQ(hmat_unit({1, 65535}), 0u);
	EXPECT_EQ(hmat_unit({400000, 51200}), 3200u);
	EXPECT_EQ(hmat_unit({}), 0u);
}

} /* namespace ktstr */
