/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/placement/host_topology.h"

#include <gtest/gtest.h>

#include "harness/placement/fake_host.h"

namespace ktstr {
namespace {

using List = std::vector<unsigned>;

const HostCpu *find(const HostTopology &host, unsigned number)
{
	for (const HostCpu &cpu : host.cpus) {
		if (cpu.cpu == number)
			return &cpu;
	}
	return nullptr;
}

TEST(HostTopology, ALaptop)
{
	test::FakeHost fake(test::laptop());
	HostTopology host = read_host_topology(fake.sysfs(), fake.all()).value();

	ASSERT_EQ(host.cpus.size(), 8u);
	EXPECT_EQ(host.llcs(), List({0}));
	EXPECT_EQ(host.nodes.size(), 1u);
	/* Siblings are adjacent, whatever their numbers. */
	EXPECT_EQ(host.cpus[0].cpu, 0u);
	EXPECT_EQ(host.cpus[1].cpu, 4u);
	EXPECT_EQ(host.cpus[1].core, 0u);
}

TEST(HostTopology, AServerOfTwoNodes)
{
	test::FakeShape shape = test::smt_server();
	shape.free_huge_pages = 7;
	test::FakeHost fake(shape);
	HostTopology host = read_host_topology(fake.sysfs(), fake.all()).value();

	ASSERT_EQ(host.cpus.size(), 32u);
	EXPECT_EQ(host.llcs(), List({0, 4, 8, 12}));
	ASSERT_EQ(host.nodes.size(), 2u);
	EXPECT_EQ(host.nodes[1].node, 1u);
	EXPECT_EQ(host.nodes[1].free_huge_pages, 7u);
	ASSERT_NE(find(host, 29), nullptr);
	EXPECT_EQ(find(host, 29)->node, 1u);
	EXPECT_EQ(find(host, 29)->llc, 12u);
	EXPECT_EQ(find(host, 29)->core, 13u);
	HostTopology part = host.limited_to({4, 12});
	EXPECT_EQ(part.cpus.size(), 16u);
	EXPECT_EQ(part.llcs(), List({4, 12}));
	EXPECT_EQ(part.nodes.size(), 2u);
}

TEST(HostTopology, ManyLlcs)
{
	test::FakeHost fake(test::many_llcs());
	HostTopology host = read_host_topology(fake.sysfs(), fake.all()).value();

	EXPECT_EQ(host.cpus.size(), 64u);
	EXPECT_EQ(host.llcs(), List({0, 8, 16, 24, 32, 40, 48, 56}));
}

TEST(HostTopology, LeavesOutWhatIsOffline)
{
	test::FakeShape shape = test::laptop();
	shape.offline = {0, 5};
	test::FakeHost fake(shape);
	HostTopology host = read_host_topology(fake.sysfs(), fake.all()).value();

	EXPECT_EQ(host.cpus.size(), 6u);
	EXPECT_EQ(find(host, 0), nullptr);
	EXPECT_EQ(find(host, 5), nullptr);
	EXPECT_EQ(host.llcs(), List({1}));
	EXPECT_EQ(find(host, 4)->core, 4u);
}

TEST(HostTopology, NamesDoNotDependOnWhatIsAllowed)
{
	test::FakeHost fake(test::smt_server());
	HostTopology host = read_host_topology(fake.sysfs(), {6, 7, 22, 31, 700}).value();

	EXPECT_EQ(host.cpus.size(), 4u);
	EXPECT_EQ(host.llcs(), List({4, 12}));
	EXPECT_EQ(find(host, 22)->core, 6u);
	EXPECT_FALSE(read_host_topology(fake.sysfs(), {700}).ok());
	EXPECT_FALSE(read_host_topology(fake.sysfs(), {}).ok());
}

TEST(HostTopology, FakesAreAsTheirTreesRead)
{
	for (test::FakeShape shape : {test::laptop(), test::smt_server(), test::one_cpu(),
				      test::FakeShape{2, 1, 2, 2, {1, 2, 6}}}) {
		test::FakeHost fake(shape);
		HostTopology read = read_host_topology(fake.sysfs(), fake.all()).value();
		HostTopology made = test::topology_of(shape);

		ASSERT_EQ(read.cpus.size(), made.cpus.size());
		for (size_t i = 0; i < made.cpus.size(); i++) {
			EXPECT_EQ(read.cpus[i].cpu, made.cpus[i].cpu);
			EXPECT_EQ(read.cpus[i].node, made.cpus[i].node);
			EXPECT_EQ(read.cpus[i].llc, made.cpus[i].llc);
			EXPECT_EQ(read.cpus[i].core, made.cpus[i].core);
		}
		EXPECT_EQ(read.nodes.size(), made.nodes.size());
	}
}

TEST(HostTopology, AMachineThatTellsLittle)
{
	test::TestFolder folder;
	EXPECT_FALSE(read_host_topology(folder.path(), {0, 1}).ok());
	folder.write("devices/system/cpu/online", "0-1\n");
	folder.write("kernel/mm/hugepages/hugepages-2048kB/free_hugepages", "12\n");
	HostTopology host = read_host_topology(folder.path(), {0, 1}).value();

	ASSERT_EQ(host.cpus.size(), 2u);
	EXPECT_EQ(host.llcs(), List({0}));
	EXPECT_NE(host.cpus[0].core, host.cpus[1].core);
	ASSERT_EQ(host.nodes.size(), 1u);
	EXPECT_EQ(host.nodes[0].free_huge_pages, 12u);

	folder.write("devices/system/cpu/cpu1/topology/package_cpus_list", "1\n");
	folder.write("devices/system/cpu/cpu1/cache/index0/level", "x\n");
	folder.write("devices/system/cpu/cpu1/cache/index0/shared_cpu_list", "garbage\n");
	EXPECT_EQ(read_host_topology(folder.path(), {0, 1}).value().llcs(), List({0, 1}));
	folder.write("devices/system/cpu/online", "0-\n");
	EXPECT_FALSE(read_host_topology(folder.path(), {0, 1}).ok());
}

TEST(HostTopology, ThisMachine)
{
	List allowed = allowed_cpus().value();
	HostTopology host = read_host_topology("/sys", allowed).value();

	EXPECT_FALSE(allowed.empty());
	EXPECT_EQ(host.cpus.size(), allowed.size());
	EXPECT_FALSE(host.nodes.empty());
}

} /* namespace */
} /* namespace ktstr */
