/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/placement/placement_plan.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "harness/placement/fake_host.h"

namespace ktstr {
namespace {

using List = std::vector<unsigned>;

PlacementPlan plan_for(const char *topology, const test::FakeShape &shape)
{
	return plan_placement(parse_topology(topology).value(), test::topology_of(shape));
}

std::string notes_of(const PlacementPlan &plan)
{
	std::string text;

	for (const std::string &note : plan.notes)
		text += note + "\n";
	return text;
}

/* Checks what holds for every plan, and that a plan without notes matches the topology. */
void check(const Topology &topology, const HostTopology &host)
{
	PlacementPlan plan = plan_placement(topology, host);
	std::map<unsigned, HostCpu> by_number;
	std::set<unsigned> llcs, used(plan.cpus.begin(), plan.cpus.end());
	std::map<unsigned, std::set<unsigned>> core_hosts, llc_hosts, host_guests;

	SCOPED_TRACE(topology.to_string() + " on " + std::to_string(host.cpus.size()) + " CPUs");
	ASSERT_EQ(plan.nodes.size(), topology.nodes());
	if (topology.cpus() > host.cpus.size()) {
		EXPECT_TRUE(plan.cpus.empty());
		EXPECT_TRUE(plan.llcs.empty());
		ASSERT_EQ(plan.notes.size(), 1u);
		EXPECT_TRUE(plan.notes[0].starts_with("not pinned: "));
		return;
	}
	ASSERT_EQ(plan.cpus.size(), topology.cpus());
	EXPECT_EQ(used.size(), plan.cpus.size());
	for (const HostCpu &cpu : host.cpus)
		by_number.emplace(cpu.cpu, cpu);
	std::vector<CpuPlace> places = cpu_places(topology);
	for (size_t i = 0; i < places.size(); i++) {
		ASSERT_TRUE(by_number.contains(plan.cpus[i]));
		const HostCpu &cpu = by_number.at(plan.cpus[i]);

		llcs.insert(cpu.llc);
		core_hosts[places[i].core].insert(cpu.core);
		llc_hosts[places[i].llc].insert(cpu.llc);
		host_guests[cpu.llc].insert(places[i].llc);
		int node = plan.nodes[places[i].node];
		EXPECT_TRUE(node < 0 || unsigned(node) == cpu.node);
	}
	EXPECT_EQ(plan.llcs, List(llcs.begin(), llcs.end()));
	if (!plan.notes.empty())
		return;
	for (const auto &[core, hosts] : core_hosts)
		EXPECT_EQ(hosts.size(), 1u) << core;
	for (const auto &[llc, hosts] : llc_hosts)
		EXPECT_EQ(hosts.size(), 1u) << llc;
	for (const auto &[llc, guests] : host_guests)
		EXPECT_EQ(guests.size(), 1u) << llc;
}

TEST(PlacementPlan, EveryPresetOnEveryHost)
{
	test::FakeShape partly = test::smt_server();
	partly.offline = {1, 17, 20, 31};
	std::vector<HostTopology> hosts = {test::topology_of(test::laptop()),
					   test::topology_of(test::smt_server()),
					   test::topology_of(test::many_llcs()),
					   test::topology_of(test::one_cpu()),
					   test::topology_of(partly),
					   test::topology_of({4, 4, 32, 2})};

	HostTopology few = test::topology_of(test::smt_server());
	std::erase_if(few.cpus, [](const HostCpu &cpu) { return cpu.cpu * 7 % 5 > 1; });
	hosts.push_back(few);
	for (const HostTopology &host : hosts) {
		for (const TopologyPreset &preset : topology_presets())
			check(preset.topology, host);
		for (unsigned threads : {1u, 2u, 3u}) {
			for (unsigned cores : {1u, 2u, 3u, 5u})
				check({2, 4, cores, threads}, host);
		}
		Topology odd = {2, 4, 4, 2};
		odd.node_llcs = {3, 1};
		odd.llc_cores = {4, 2, 2, 4};
		odd.memory_nodes = 1;
		check(odd, host);
	}
}

TEST(PlacementPlan, LlcsAndSiblingsMatch)
{
	PlacementPlan plan = plan_for("1:2:2:2", test::smt_server());

	EXPECT_EQ(plan.cpus, List({0, 16, 1, 17, 4, 20, 5, 21}));
	EXPECT_EQ(plan.llcs, List({0, 4}));
	EXPECT_EQ(plan.nodes, std::vector<int>({0}));
	EXPECT_EQ(plan.rank, 0u);
	EXPECT_EQ(notes_of(plan), "");
}

TEST(PlacementPlan, NodesAreOnNodesOfTheirOwn)
{
	PlacementPlan plan = plan_for("2:2:4:1", test::smt_server());

	EXPECT_EQ(plan.cpus, List({0, 1, 2, 3, 8, 9, 10, 11}));
	EXPECT_EQ(plan.nodes, std::vector<int>({0, 1}));
	EXPECT_EQ(plan.llcs, List({0, 8}));
	EXPECT_EQ(notes_of(plan), "");
}

TEST(PlacementPlan, AMemoryNodeTakesANodeThatIsLeft)
{
	Topology topology = {1, 1, 4, 1};
	topology.memory_nodes = 2;

	EXPECT_EQ(plan_placement(topology, test::topology_of(test::smt_server())).nodes,
		  std::vector<int>({0, 1, -1}));
	EXPECT_EQ(plan_placement(topology, test::topology_of(test::laptop())).nodes,
		  std::vector<int>({-1, -1, -1}));
}

TEST(PlacementPlan, SaysWhatDoesNotMatch)
{
	EXPECT_EQ(notes_of(plan_for("1:2:2:1", test::laptop())),
		  "guest LLCs share host LLCs (2 on 1)\n");
	EXPECT_EQ(notes_of(plan_for("2:2:2:1", test::laptop())),
		  "guest LLCs share host LLCs (2 on 1)\n"
		  "guest NUMA nodes share host nodes (2 on 1)\n");
	EXPECT_EQ(notes_of(plan_for("1:1:8:1", test::laptop())),
		  "guest cores are SMT siblings on the host (8 on 4)\n");
	EXPECT_EQ(notes_of(plan_for("1:1:16:1", test::many_llcs())),
		  "guest LLCs span host LLCs (1 on 2)\n");
	EXPECT_EQ(notes_of(plan_for("1:1:4:2", test::many_llcs())),
		  "guest SMT siblings are not siblings on the host\n");
	EXPECT_EQ(notes_of(plan_for("1:1:4:1", test::one_cpu())),
		  "not pinned: 4 vCPUs, 1 host CPU\n");
	EXPECT_EQ(notes_of(plan_for("1:1:1:1", test::one_cpu())), "");
	/* An LLC matters more than siblings: threads of one LLC, not cores of two. */
	EXPECT_EQ(notes_of(plan_for("1:1:8:1", test::smt_server())),
		  "guest cores are SMT siblings on the host (8 on 4)\n");
}

TEST(PlacementPlan, MoreIsWorse)
{
	HostTopology server = test::topology_of(test::smt_server());
	Topology two = parse_topology("1:2:2:2").value();

	EXPECT_LT(plan_placement(two, server).rank,
		  plan_placement(two, server.limited_to({4})).rank);
	EXPECT_EQ(plan_placement(two, server).rank,
		  plan_placement(two, server.limited_to({8, 12})).rank);
	EXPECT_TRUE(plan_placement(two, server.limited_to({})).cpus.empty());
}

TEST(PlacementPlan, UnevenLlcsFindTheirPlace)
{
	Topology odd = {2, 3, 4, 1};
	odd.node_llcs = {1, 2};
	odd.llc_cores = {2, 1, 4};
	PlacementPlan plan = plan_placement(odd, test::topology_of(test::smt_server()));

	EXPECT_EQ(notes_of(plan), "");
	EXPECT_EQ(plan.llcs.size(), 3u);
	EXPECT_NE(plan.nodes[0], plan.nodes[1]);
}

TEST(PlacementPlan, HugePagesOfTheNodesThatAreUsed)
{
	constexpr uint64_t kMib = 1 << 20;
	HostTopology host = test::topology_of(test::smt_server());

	host.nodes = {{0, 10}, {1, 300}};
	EXPECT_EQ(lack_of_huge_pages({20 * kMib, 600 * kMib}, {0, 1}, host), "");
	EXPECT_EQ(lack_of_huge_pages({600 * kMib}, {-1}, host), "");
	EXPECT_EQ(lack_of_huge_pages({600 * kMib}, {}, host), "");
	EXPECT_EQ(lack_of_huge_pages({22 * kMib}, {0}, host),
		  "no huge pages: 11 of 2 MiB needed in host node 0, 10 free");
	EXPECT_EQ(lack_of_huge_pages({12 * kMib, 12 * kMib}, {0, 0}, host),
		  "no huge pages: 12 of 2 MiB needed in host node 0, 10 free");
	EXPECT_EQ(lack_of_huge_pages({1000 * kMib}, {-1}, host),
		  "no huge pages: 500 of 2 MiB needed, 310 free");
	EXPECT_NE(lack_of_huge_pages({2 * kMib}, {5}, host), "");
}

} /* namespace */
} /* namespace ktstr */
