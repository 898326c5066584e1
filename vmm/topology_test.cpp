/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/topology.h"

#include <gtest/gtest.h>

#include "vmm/guest_memory.h"
#include "vmm/test_topologies.h"

namespace ktstr {

namespace {

constexpr uint64_t kGib = 1ull << 30;

/** Two nodes with CPUs and one without; each test breaks one thing. */
struct CheckTopologyTest : testing::Test {
	/** The error, or an empty string. */
	std::string check() const
	{
		auto result = check_machine_topology(topology);
		return result.ok() ? "" : result.error().to_string();
	}

	MachineTopology topology = test::make_topology({2, 2, 2, 2, 1, true});
};

void expect_range(const NodeMemoryRange &range, unsigned node, uint64_t address, uint64_t size,
		  uint64_t offset)
{
	EXPECT_EQ(range.node, node);
	EXPECT_EQ(range.guest_address, address);
	EXPECT_EQ(range.size, size);
	EXPECT_EQ(range.file_offset, offset);
}

} /* namespace */

TEST(NodeMemoryRanges, NodeSpansTheHole)
{
	MachineTopology topology;
	topology.node_memory = {2 * kGib, 2 * kGib, kGib};
	std::vector<NodeMemoryRange> ranges = node_memory_ranges(topology);

	ASSERT_EQ(ranges.size(), 4u);
	expect_range(ranges[0], 0, 0, 2 * kGib, 0);
	expect_range(ranges[1], 1, 2 * kGib, kGib, 2 * kGib);
	expect_range(ranges[2], 1, 4 * kGib, kGib, 3 * kGib);
	expect_range(ranges[3], 2, 5 * kGib, kGib, 4 * kGib);
}

TEST(NodeMemoryRanges, NodeEndsAtTheHole)
{
	MachineTopology topology;
	topology.node_memory = {3 * kGib, kGib};
	std::vector<NodeMemoryRange> ranges = node_memory_ranges(topology);

	ASSERT_EQ(ranges.size(), 2u);
	expect_range(ranges[0], 0, 0, 3 * kGib, 0);
	expect_range(ranges[1], 1, 4 * kGib, kGib, 3 * kGib);
}

TEST(NodeMemoryRanges, ManyNodesCoverWhatGuestMemoryHas)
{
	MachineTopology topology;
	for (unsigned node = 0; node < 64; node++)
		topology.node_memory.push_back(node % 5 ? (98ull << 20) + node * (2ull << 20) : 0);
	auto memory = GuestMemory::create(topology.memory_bytes());
	ASSERT_TRUE(memory.ok());
	ASSERT_EQ(memory.value().ranges().size(), 2u);

	uint64_t offset = 0;
	for (const NodeMemoryRange &range : node_memory_ranges(topology)) {
		EXPECT_EQ(range.file_offset, offset);
		EXPECT_EQ(memory.value().at(range.guest_address, range.size),
			  memory.value().base() + range.file_offset);
		offset += range.size;
	}
	EXPECT_EQ(offset, topology.memory_bytes());
}

TEST_F(CheckTopologyTest, TakesWhatIsRight)
{
	EXPECT_EQ(check(), "");
	topology = MachineTopology::flat(1, 64ull << 20);
	EXPECT_EQ(check(), "");
	topology = MachineTopology::flat(MachineTopology::kMaxCpus, 512ull << 20);
	EXPECT_EQ(check(), "");
	topology = test::make_topology({2, 1, 2, 1});
	topology.node_memory[1] = 0; /* a node may have CPUs only */
	topology.distances[1] = 255;
	EXPECT_EQ(check(), "");
}

TEST_F(CheckTopologyTest, NumberOfCpus)
{
	topology.cpus.clear();
	EXPECT_NE(check(), "");
	topology = MachineTopology::flat(0, 512ull << 20);
	topology.node_memory = {512ull << 20};
	EXPECT_NE(check(), "");
	topology = MachineTopology::flat(MachineTopology::kMaxCpus + 1, 512ull << 20);
	EXPECT_EQ(check(), "number of vCPUs: 1025 is not in 1..1024");
}

TEST_F(CheckTopologyTest, PlacesRepeatOrAreOutOfOrder)
{
	topology.cpus[3] = topology.cpus[2];
	EXPECT_EQ(check(), "place of a vCPU does not follow the previous one: 3");
	topology = test::make_topology({2, 2, 2, 2});
	std::swap(topology.cpus[4], topology.cpus[5]);
	EXPECT_EQ(check(), "place of a vCPU does not follow the previous one: 5");
	topology = test::make_topology({2, 2, 2, 2});
	topology.cpus.erase(topology.cpus.begin());
	EXPECT_EQ(check(), "place of the first vCPU is not zero: 0");
}

TEST_F(CheckTopologyTest, Nodes)
{
	topology.cpus[5].node = 3;
	EXPECT_EQ(check(), "node of a vCPU: 3 is not in 0..2");
	topology = test::make_topology({65, 1, 1, 1});
	EXPECT_EQ(check(), "number of nodes: 65 is not in 1..64");
	topology.node_memory.clear();
	EXPECT_EQ(check(), "number of nodes: 0 is not in 1..64");
}

TEST_F(CheckTopologyTest, Memory)
{
	topology.node_memory[2] = 0;
	EXPECT_EQ(check(), "node has neither vCPUs nor memory: 2");
	topology.node_memory[2] = (2ull << 20) + 4096;
	EXPECT_EQ(check(), "memory of a node is not a multiple of 2 MiB: 2101248");
	topology.node_memory[2] = ~0ull << 21;
	EXPECT_NE(check().find("memory of a node in bytes"), std::string::npos);
}

TEST_F(CheckTopologyTest, Distances)
{
	topology.distances[4] = 11;
	EXPECT_EQ(check(), "distance from a node to itself: 11 is not in 10..10");
	topology.distances[4] = 10;
	topology.distances[1] = 10;
	EXPECT_EQ(check(), "distance between two nodes: 10 is not in 11..255");
	topology.distances.pop_back();
	EXPECT_EQ(check(), "number of distances: 8 is not in 9..9");
}

TEST_F(CheckTopologyTest, LatenciesAndBandwidths)
{
	topology.bandwidth_mbps.clear();
	EXPECT_EQ(check(), "number of bandwidths: 0 is not in 6..6");
	topology = test::make_topology({2, 1, 1, 1, 1, true});
	topology.latency_ns.push_back(1);
	EXPECT_EQ(check(), "number of latencies: 7 is not in 6..6");
	topology.latency_ns.clear();
	EXPECT_EQ(check(), "number of latencies: 0 is not in 6..6");
	topology = test::make_topology({2, 1, 1, 1, 1, true});
	topology.latency_ns[5] = 0;
	EXPECT_EQ(check(), "latency in ns: 0 is not in 1..4294967");
	topology.latency_ns[5] = 4294968;
	EXPECT_EQ(check(), "latency in ns: 4294968 is not in 1..4294967");
}

} /* namespace ktstr */
