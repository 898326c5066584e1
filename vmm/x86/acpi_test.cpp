/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/x86/acpi.h"

#include <gtest/gtest.h>

#include "vmm/x86/test_tables.h"

namespace ktstr {

namespace {

struct AcpiTest : testing::TestWithParam<test::Shape> {
	MachineTopology topology = test::make_topology(GetParam());
	std::vector<std::byte> bytes = test::make_tables(topology);
	test::TableReader tables{bytes};
};

/** PkgLength at @at (ACPI 6.5 §20.2.4). Sets @size to the size of the field itself. */
uint32_t package_length(const test::TableReader &tables, uint64_t at, unsigned *size)
{
	uint8_t lead = tables.get<uint8_t>(at);
	uint32_t length = lead & 0x3f;

	*size = 1 + (lead >> 6);
	if (*size > 1)
		length = lead & 0xf;
	for (unsigned i = 1; i < *size; i++)
		length |= uint32_t{tables.get<uint8_t>(at + i)} << (8 * i - 4);
	return length;
}

} /* namespace */

TEST_P(AcpiTest, NamesTheTablesThatTheTopologyNeeds)
{
	bool many = topology.nodes() > 1, attributes = GetParam().attributes;

	for (const char *always : {"FACP", "DSDT", "APIC", "MCFG"})
		EXPECT_TRUE(tables.has(always)) << always;
	EXPECT_EQ(tables.has("SRAT"), many || attributes);
	EXPECT_EQ(tables.has("SLIT"), many);
	EXPECT_EQ(tables.has("HMAT"), attributes);
	EXPECT_EQ(tables.count(), 4u + (many || attributes) + many + attributes);
	EXPECT_LE(bytes.size(), layout::kAcpiTablesEnd - layout::kAcpiTables);
}

TEST_P(AcpiTest, FadtIsHardwareReduced)
{
	auto fadt = tables.get<acpi::Fadt>(tables.address("FACP"));
	EXPECT_EQ(+fadt.header.length, 276u);
	EXPECT_TRUE(fadt.flags & 1 << 20);
	EXPECT_TRUE(fadt.flags & 1 << 10);
	EXPECT_EQ(+fadt.sleep_control_reg.address, 0x600u);
	EXPECT_EQ(+fadt.sleep_status_reg.address, 0x601u);
	EXPECT_EQ(+fadt.reset_reg.address, 0x602u);
	EXPECT_EQ(+fadt.dsdt, +fadt.x_dsdt);
}

TEST_P(AcpiTest, DsdtHasADeviceForEveryProcessor)
{
	uint64_t at = tables.address("DSDT") + sizeof(acpi::Header);
	unsigned size = 0, processors = 0;

	ASSERT_EQ(tables.get<uint8_t>(at), 0x10); /* Scope(\_SB_) */
	uint64_t end = at + 1 + package_length(tables, at + 1, &size);
	at += 1 + size + 5;
	while (at < end) {
		ASSERT_EQ(tables.get<uint16_t>(at), 0x825b); /* Device */
		uint64_t next = at + 2 + package_length(tables, at + 2, &size);
		if (tables.get<uint8_t>(at + 2 + size) == 'C' &&
		    tables.get<uint8_t>(at + 2 + size + 1) != 'O') /* not COM1 */
			processors++;
		at = next;
	}
	EXPECT_EQ(at, end);
	EXPECT_EQ(processors, topology.cpus.size());
	EXPECT_EQ(tables.get<uint8_t>(at), 0x08); /* Name(\_S5_) */
}

INSTANTIATE_TEST_SUITE_P(Shapes, AcpiTest,
			 testing::Values(test::Shape{1, 1, 1, 1}, test::Shape{1, 1, 4, 1},
					 test::Shape{1, 1, 4, 1, 0, true}, test::Shape{2, 4, 8, 2},
					 test::Shape{1, 14, 9, 2}, test::Shape{4, 1, 2, 1, 2, true},
					 test::Shape{4, 8, 8, 2},
					 test::Shape{64, 1, 8, 2, 0, true}));

} /* namespace ktstr */
