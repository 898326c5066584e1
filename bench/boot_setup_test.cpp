/* SPDX-License-Identifier: GPL-2.0 */
#include "bench/boot_setup.h"

#include <gtest/gtest.h>

#include "harness/kernel/cpu_bringup.h"

namespace ktstr {

namespace {

BootSetup setup_of(unsigned vcpus, unsigned nodes = 1, unsigned host_cpus = 1024)
{
	return make_boot_setup("/work", {vcpus, nodes}, host_cpus).value();
}

TEST(BootSetup, SpreadsCoresOverTheFewestEqualLlcs)
{
	const unsigned wanted[][3] = {{1, 1, 1},   {8, 1, 8},	 {18, 1, 18},  {19, 19, 1},
				      {32, 2, 16}, {128, 8, 16}, {252, 14, 18}};

	for (const auto &[vcpus, llcs, cores] : wanted) {
		BootSetup setup = setup_of(vcpus);
		EXPECT_EQ(setup.llcs, llcs) << vcpus;
		EXPECT_EQ(setup.cores, cores) << vcpus;
		EXPECT_EQ(setup.memory_mib(), 512 + 4 * vcpus);
		EXPECT_TRUE(check_machine_topology(machine_topology(setup))) << vcpus;
	}
}

TEST(BootSetup, GivesEveryNodeItsShareInWholeGranules)
{
	BootSetup setup = setup_of(9, 3);
	MachineTopology topology = machine_topology(setup);

	EXPECT_EQ(setup.memory_mib(), 548u);
	EXPECT_EQ(setup.node_memory_mib, (std::vector<uint64_t>{184, 182, 182}));
	ASSERT_EQ(topology.cpus.size(), 9u);
	EXPECT_EQ(topology.cpus[8].node, 2u);
	EXPECT_EQ(topology.cpus[8].package, 2u);
	EXPECT_EQ(topology.cpus[8].core, 2u);
	EXPECT_EQ(topology.memory_bytes(), 548ull << 20);
	EXPECT_EQ(topology.distances, (std::vector<uint8_t>{10, 20, 20, 20, 10, 20, 20, 20, 10}));
}

TEST(BootSetup, BringsUpAsSessionsDo)
{
	EXPECT_EQ(setup_of(4, 1, 4).command_line.find("cpu"), std::string::npos);
	EXPECT_NE(setup_of(5, 1, 1).command_line.find(bringup_arguments(5, 5, 1)),
		  std::string::npos);
}

TEST(BootSetup, GivesTheWidestHalfAnHour)
{
	EXPECT_GE(setup_of(252).timeout_s, 1800u);
}

TEST(BootSetup, RefusesWhatNoMachineCanBe)
{
	const BootSize bad[] = {{0, 1}, {1025, 1}, {4, 0}, {4, 3}, {1, 2}, {130, 65}, {~0u, ~0u}};

	for (const BootSize &size : bad)
		EXPECT_FALSE(make_boot_setup("/work", size, 1)) << size.vcpus << ' ' << size.nodes;
}

} /* namespace */

} /* namespace ktstr */
