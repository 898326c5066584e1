/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/plan/machine_topology.h"

#include <gtest/gtest.h>

namespace ktstr {
namespace {

std::string error_of(const char *text, uint64_t memory_mib)
{
	Result<MachineTopology> machine =
		make_machine_topology(parse_topology(text).value(), memory_mib);

	return machine.ok() ? "" : machine.error().to_string();
}

std::vector<uint64_t> sizes(const char *text, uint64_t memory_mib)
{
	Result<MachineTopology> machine =
		make_machine_topology(parse_topology(text).value(), memory_mib);
	std::vector<uint64_t> mib;

	if (!machine.ok())
		return mib;
	for (uint64_t bytes : machine.value().node_memory)
		mib.push_back(bytes >> 20);
	return mib;
}

using Sizes = std::vector<uint64_t>;

TEST(MachineTopologyFrom, CpusKeepTheirPlaces)
{
	MachineTopology machine =
		make_machine_topology(
			parse_topology("2+1:2+1:2+1+1:2,cpu=amd,fault=apic-id").value(), 1024)
			.value();

	ASSERT_EQ(machine.cpus.size(), 8u);
	EXPECT_EQ(machine.cpus[5].llc, 1u);
	EXPECT_EQ(machine.cpus[5].core, 0u);
	EXPECT_EQ(machine.cpus[5].thread, 1u);
	EXPECT_EQ(machine.cpus[6].node, 1u);
	EXPECT_EQ(machine.cpus[6].package, 1u);
	EXPECT_EQ(machine.cpus[6].llc, 0u);
	EXPECT_EQ(machine.nodes(), 3u);
	EXPECT_EQ(machine.distances, (std::vector<uint8_t>{10, 20, 20, 20, 10, 20, 20, 20, 10}));
	EXPECT_EQ(machine.vendor, MachineTopology::Vendor::amd);
	EXPECT_EQ(machine.fault, TableFault::apic_id);
}

TEST(MachineTopologyFrom, MatricesAreTaken)
{
	MachineTopology machine =
		make_machine_topology(parse_topology("1+1:1:1:1,distance=10+40/41+10,"
						     "latency=80+250,bandwidth=9000+800")
					      .value(),
				      512)
			.value();

	EXPECT_EQ(machine.distances, (std::vector<uint8_t>{10, 40, 41, 10}));
	EXPECT_EQ(machine.latency_ns, (std::vector<uint32_t>{80, 250}));
	EXPECT_EQ(machine.bandwidth_mbps, (std::vector<uint32_t>{9000, 800}));
}

TEST(MachineTopologyFrom, MemoryIsSpread)
{
	EXPECT_EQ(sizes("1:1:2:1", 512), Sizes{512});
	EXPECT_EQ(sizes("2:2:2:1", 1026), (Sizes{514, 512}));
	EXPECT_EQ(sizes("2+1:2:2:1", 1000), (Sizes{336, 332, 332}));
	/* The first node needs more than an even share. */
	EXPECT_EQ(sizes("2+1:2:2:1", 400), (Sizes{192, 104, 104}));
	EXPECT_EQ(sizes("2+1:2:2:1", 320), (Sizes{192, 64, 64}));
	EXPECT_EQ(sizes("2:2:2:1,memory=300+200", 500), (Sizes{300, 200}));
}

TEST(MachineTopologyFrom, ErrorsNameFieldAndBound)
{
	EXPECT_EQ(error_of("1:1:4:1", 198),
		  "topology: memory is 198 MiB: at least 200 for 4 CPUs and 1 node");
	EXPECT_EQ(error_of("2+1:2:2:1", 318),
		  "topology: memory is 318 MiB: at least 320 for 4 CPUs and 3 nodes");
	EXPECT_EQ(error_of("1:14:18:1", 512),
		  "topology: memory is 512 MiB: at least 696 for 252 CPUs and 1 node");
	EXPECT_EQ(error_of("1:1:1:1", 1048578), "topology: memory is 1048578 MiB: at most 1048576");
	EXPECT_EQ(error_of("1:1:1:1", 513),
		  "topology: memory of node 0 is 513 MiB: a multiple of 2");
	EXPECT_EQ(error_of("2:2:2:1,memory=300+200", 1000),
		  "topology: memory is 1000 MiB, but the nodes' memory= is 500 MiB in all");
	EXPECT_EQ(error_of("1:1:1:1,fault=nonsense", 512)
			  .find("unknown table fault: nonsense; known: none, apic-id, "),
		  0u);
	EXPECT_FALSE(make_machine_topology(Topology{.numa_nodes = 0}, 512).ok());
}

TEST(MachineTopologyFrom, AFaultHasSomethingToChange)
{
	constexpr struct {
		const char *fault, *needs, *without, *with;
	} kFaults[] = {
		{"llc-sharing", "two last-level caches", "1:1:4:2", "1:2:1:1"},
		{"l2-sharing", "two cores", "1:1:1:2", "1:1:2:1"},
		{"slit-distance", "two nodes", "1:2:2:1", "1+1:1:1:1"},
		{"srat-cpu", "two nodes with CPUs", "1+1:1:2:1", "2:2:1:1"},
		{"srat-memory", "two nodes", "1:2:2:1", "1+1:1:1:1"},
		{"hmat-latency", "latency= and bandwidth=", "2:2:1:1",
		 "1:1:1:1,latency=80,bandwidth=900"},
		{"hmat-bandwidth", "latency= and bandwidth=", "2:2:1:1",
		 "1:1:1:1,latency=80,bandwidth=900"},
		{"madt-cpu", "two CPUs", "1:1:1:1", "1:1:2:1"},
	};

	for (const auto &[fault, needs, without, with] : kFaults) {
		std::string option = std::string(",fault=") + fault;

		EXPECT_EQ(error_of((without + option).c_str(), 1024),
			  "topology: fault=" + std::string(fault) + " needs " + needs);
		EXPECT_EQ(error_of((with + option).c_str(), 1024), "");
	}
	for (const char *fault : {"none", "apic-id", "core-shift", "smt-shift"})
		EXPECT_EQ(error_of((std::string("1:1:1:1,fault=") + fault).c_str(), 512), "");
}

TEST(MachineMemory, DefaultIsEnoughForAll)
{
	for (const TopologyPreset &preset : topology_presets()) {
		uint64_t mib = default_memory_mib(preset.topology);

		EXPECT_TRUE(make_machine_topology(preset.topology, mib).ok()) << preset.name;
	}
	for (const char *text :
	     {"64:64:1:1", "1+63:1:1:1", "32+32:32:32:1", "1:1:1024:1", "3:3:1:1"}) {
		Topology topology = parse_topology(text).value();

		EXPECT_TRUE(make_machine_topology(topology, default_memory_mib(topology)).ok())
			<< text;
		EXPECT_TRUE(make_machine_topology(topology, min_memory_mib(topology)).ok()) << text;
		EXPECT_FALSE(make_machine_topology(topology, min_memory_mib(topology) - 2).ok());
	}
}

TEST(MachineMemory, TheTopologysOwnStands)
{
	Topology own = parse_topology("2:2:1:1,memory=300+200").value();

	EXPECT_EQ(default_memory_mib(own), 500u);
	EXPECT_EQ(machine_memory_mib(own, 0), 500u);
	EXPECT_EQ(machine_memory_mib(own, 800), 500u);
	EXPECT_EQ(machine_memory_mib({}, 0), default_memory_mib({}));
	EXPECT_EQ(machine_memory_mib({}, 767), 768u);
	EXPECT_EQ(machine_memory_mib({}, 128), min_memory_mib({}));
}

} /* namespace */
} /* namespace ktstr */
