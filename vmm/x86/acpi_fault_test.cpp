/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/x86/acpi_fault.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "vmm/x86/test_tables.h"

namespace ktstr {

namespace {

constexpr TableFault kAcpiFaults[] = {
	TableFault::slit_distance, TableFault::srat_cpu,       TableFault::srat_memory,
	TableFault::hmat_latency,  TableFault::hmat_bandwidth, TableFault::madt_cpu,
};

/** Tables before and after a fault. */
struct Injected {
	Injected(const MachineTopology &topology, TableFault fault)
		: before(test::make_tables(topology)), after(before)
	{
		inject_acpi_fault(fault, &after);
	}

	/** Offsets of the bytes that differ in table @signature, apart from the checksum. */
	std::vector<size_t> changes(const std::string &signature) const
	{
		test::TableReader reader(after); /* checks lengths and checksums */
		size_t start = reader.address(signature) - layout::kAcpiTables;
		std::vector<size_t> offsets;

		EXPECT_EQ(before.size(), after.size());
		for (size_t i = 0; i < before.size(); i++) {
			size_t offset = i - start;
			bool inside = i >= start && offset < reader.length(signature);

			if (before[i] == after[i] || (inside && offset == 9))
				continue;
			EXPECT_TRUE(inside) << i;
			offsets.push_back(offset);
		}
		return offsets;
	}
	template <typename T>
	T get(const std::string &signature, size_t offset) const
	{
		test::TableReader reader(after);
		return reader.get<T>(reader.address(signature) + offset);
	}

	std::vector<std::byte> before, after;
};

const test::Shape kShape = {2, 1, 2, 2, 1, true};     /* 8 CPUs, 3 nodes */
const test::Shape kWideShape = {2, 7, 9, 2, 1, true}; /* with x2APIC entries */

using Offsets = std::vector<size_t>;

} /* namespace */

TEST(AcpiFault, SlitDistanceIsThatFromFirstToSecond)
{
	MachineTopology topology = test::make_topology(kShape);
	Injected injected(topology, TableFault::slit_distance);

	EXPECT_EQ(injected.changes("SLIT"), (Offsets{45}));
	EXPECT_EQ(injected.get<uint8_t>("SLIT", 45), topology.distances[1] + 1);
	topology.distances[1] = 255;
	EXPECT_EQ(Injected(topology, TableFault::slit_distance).get<uint8_t>("SLIT", 45), 254);
}

TEST(AcpiFault, SratCpuIsTheLast)
{
	Injected injected(test::make_topology(kShape), TableFault::srat_cpu);
	EXPECT_EQ(injected.changes("SRAT"), (Offsets{48 + 7 * 16 + 2}));
	EXPECT_EQ(injected.get<uint8_t>("SRAT", 48 + 7 * 16 + 2), 0);

	/*
	 * 252 CPUs; each LLC has 18 CPUs and 32 ids. Node 0's ids are below 255, the others above.
	 */
	Injected wide(test::make_topology(kWideShape), TableFault::srat_cpu);
	size_t last = 48 + 126 * 16 + 125 * 24;
	EXPECT_EQ(wide.get<uint8_t>("SRAT", last), 2);
	EXPECT_EQ(wide.changes("SRAT"), (Offsets{last + 4}));
	EXPECT_EQ(wide.get<uint32_t>("SRAT", last + 4), 0u);
}

TEST(AcpiFault, SratMemoryIsTheLastNodes)
{
	Injected injected(test::make_topology(kShape), TableFault::srat_memory);
	size_t last = 48 + 8 * 16 + 2 * 40;

	EXPECT_EQ(injected.changes("SRAT"), (Offsets{last + 2}));
	EXPECT_EQ(injected.get<uint32_t>("SRAT", last + 2), 0u);
}

TEST(AcpiFault, HmatEntriesAreFromFirstToLast)
{
	MachineTopology topology = test::make_topology(kShape);
	size_t latency = 40 + 3 * 40, size = 32 + 4 * (2 + 3) + 2 * 6;
	size_t entry = 32 + 4 * (2 + 3) + 2 * 2;

	topology.latency_ns = {80, 160, 300, 160, 80, 200};
	Injected faster(topology, TableFault::hmat_latency);
	EXPECT_EQ(faster.changes("HMAT"), (Offsets{latency + entry}));
	EXPECT_EQ(faster.get<uint16_t>("HMAT", latency + entry), 15 / 2);

	topology.bandwidth_mbps = {400, 200, 100, 200, 400, 100};
	Injected wider(topology, TableFault::hmat_bandwidth);
	EXPECT_EQ(wider.changes("HMAT"), (Offsets{latency + size + entry}));
	EXPECT_EQ(wider.get<uint16_t>("HMAT", latency + size + entry), 2);

	/* A value that cannot improve gets worse. */
	topology.latency_ns = {10, 10, 10, 10, 10, 10};
	Injected slower(topology, TableFault::hmat_latency);
	EXPECT_EQ(slower.get<uint16_t>("HMAT", latency + entry), 2);
	topology.bandwidth_mbps = {1, 1, 65534, 1, 1, 1};
	Injected narrower(topology, TableFault::hmat_bandwidth);
	EXPECT_EQ(narrower.get<uint16_t>("HMAT", latency + size + entry), 32767);
}

TEST(AcpiFault, MadtCpuIsTheLastAndCannotComeUp)
{
	Injected injected(test::make_topology(kShape), TableFault::madt_cpu);
	EXPECT_EQ(injected.changes("APIC"), (Offsets{44 + 7 * 8 + 4}));
	EXPECT_EQ(injected.get<uint32_t>("APIC", 44 + 7 * 8 + 4), 0u);

	Injected wide(test::make_topology(kWideShape), TableFault::madt_cpu);
	size_t last = 44 + 126 * 8 + 125 * 16;
	EXPECT_EQ(wide.get<uint8_t>("APIC", last), 9);
	EXPECT_EQ(wide.changes("APIC"), (Offsets{last + 8}));
	EXPECT_EQ(wide.get<uint32_t>("APIC", last + 8), 0u);
}

TEST(AcpiFault, TablesThatAreNotThereStayAway)
{
	MachineTopology topology = test::make_topology({1, 1, 4, 1});

	for (TableFault fault : kAcpiFaults) {
		Injected injected(topology, fault);
		EXPECT_EQ(injected.before == injected.after, fault != TableFault::madt_cpu);
	}
	for (TableFault fault : {TableFault::none, TableFault::apic_id, TableFault::l2_sharing}) {
		Injected injected(test::make_topology(kShape), fault);
		EXPECT_EQ(injected.before, injected.after);
	}
}

} /* namespace ktstr */
