/* SPDX-License-Identifier: GPL-2.0 */
#include "cases/topology_view.h"

#include <gtest/gtest.h>

namespace ktstr {
namespace {

std::string list(const char *text)
{
	Result<CpuSet> set = parse_cpu_set(text);

	return set ? to_text(set.value()) : "error";
}

std::string mask(const char *text)
{
	Result<CpuSet> set = parse_cpu_set_mask(text);

	return set ? to_text(set.value()) : "error";
}

TEST(TopologyView, ReadsCpuLists)
{
	EXPECT_EQ(list("0-3,8"), "0-3,8");
	EXPECT_EQ(list("5\n"), "5");
	EXPECT_EQ(list(""), "none");
	EXPECT_EQ(list("1023"), "1023");
	EXPECT_EQ(list("1024"), "error");
	EXPECT_EQ(list("a"), "error");
}

TEST(TopologyView, ReadsMasks)
{
	EXPECT_EQ(mask("f"), "0-3");
	EXPECT_EQ(mask("3,00000001"), "0,32-33");
	EXPECT_EQ(mask("00000000,00000000,00000010\n"), "4");
	EXPECT_EQ(mask("0"), "none");
	/* Words for NR_CPUS bits, beyond the CPUs that the machine has. */
	std::string wide = "1";
	for (int i = 0; i < 300; i++)
		wide.insert(0, "00000000,");
	EXPECT_EQ(mask(wide.c_str()), "0");
}

TEST(TopologyView, RefusesOtherMasks)
{
	for (const char *text : {"", "g", "1,", ",1", "123456789", "-1", "0x1", "1,,1"})
		EXPECT_EQ(mask(text), "error") << text;
	std::string wide = "1";
	for (int i = 0; i < 32; i++)
		wide += ",00000000";
	EXPECT_EQ(mask(wide.c_str()), "error");
}

TEST(TopologyView, ReadsNumbersAndWords)
{
	EXPECT_EQ(parse_numbers("10 20\n"), (std::vector<uint64_t>{10, 20}));
	EXPECT_TRUE(parse_numbers("10 x").empty());
	EXPECT_TRUE(parse_numbers("").empty());
	EXPECT_EQ(parse_one_number(" 7\n"), 7u);
	EXPECT_FALSE(parse_one_number("7 8"));
	EXPECT_FALSE(parse_one_number(""));
	EXPECT_TRUE(has_word("SD_A SD_NUMA \n", "SD_NUMA"));
	EXPECT_FALSE(has_word("SD_NUMAX", "SD_NUMA"));
	EXPECT_FALSE(has_word("", ""));
}

TEST(TopologyView, ReadsCpuinfo)
{
	std::vector<CpuInfo> cpus =
		parse_cpuinfo("processor\t: 0\nphysical id\t: 1\nsiblings\t: 4\n"
			      "core id\t\t: 2\ncpu cores\t: 2\napicid\t\t: 9\n"
			      "initial apicid\t: 8\nflags : a: b\n\n"
			      "processor\t: 1\napicid : x\n");

	ASSERT_EQ(cpus.size(), 2u);
	EXPECT_EQ(cpus[0].processor, 0u);
	EXPECT_EQ(cpus[0].physical_id, 1u);
	EXPECT_EQ(cpus[0].siblings, 4u);
	EXPECT_EQ(cpus[0].core_id, 2u);
	EXPECT_EQ(cpus[0].cpu_cores, 2u);
	EXPECT_EQ(cpus[0].apic_id, 9u);
	EXPECT_EQ(cpus[0].initial_apic_id, 8u);
	EXPECT_EQ(cpus[1].processor, 1u);
	EXPECT_FALSE(cpus[1].apic_id);
	EXPECT_FALSE(cpus[1].core_id);
	EXPECT_TRUE(parse_cpuinfo("core id : 1\n:::\n\n").empty());
}

TEST(TopologyView, ReadsDomains)
{
	auto cpus = parse_schedstat("version 17\ntimestamp 5\ncpu0 0 0 1\ndomain0 SMT 3 0 0\n"
				    "domain1 PKG 00000000,0000000f 1\ncpu3 0\n");

	ASSERT_TRUE(cpus.ok());
	ASSERT_EQ(cpus.value().size(), 2u);
	EXPECT_EQ(cpus.value()[0].cpu, 0u);
	ASSERT_EQ(cpus.value()[0].spans.size(), 2u);
	EXPECT_EQ(to_text(cpus.value()[0].spans[0]), "0-1");
	EXPECT_EQ(to_text(cpus.value()[0].spans[1]), "0-3");
	EXPECT_EQ(cpus.value()[1].cpu, 3u);
	EXPECT_TRUE(cpus.value()[1].spans.empty());
}

TEST(TopologyView, ReadsDomainsWithoutNames)
{
	auto cpus = parse_schedstat("version 15\ncpu0 0\ndomain0 c 0 0\n");

	ASSERT_TRUE(cpus.ok());
	ASSERT_EQ(cpus.value()[0].spans.size(), 1u);
	EXPECT_EQ(to_text(cpus.value()[0].spans[0]), "2-3");
}

TEST(TopologyView, RefusesOtherSchedstat)
{
	for (const char *text :
	     {"", "cpu0 1\n", "version 17\ndomain0 SMT 3\n", "version 17\ncpu0\ndomain1 MC 3\n",
	      "version 17\ncpu0\ndomain0 SMT\n", "version 17\ncpu0\ndomain0 SMT zz 1\n",
	      "version 17\ncpu4000\n", "version x\ncpu0\n"})
		EXPECT_FALSE(parse_schedstat(text).ok()) << text;
}

TEST(TopologyView, ReadsNodeMemory)
{
	EXPECT_EQ(parse_node_memory("Node 0 X: 1 kB\nNode 0 MemTotal:       511000 kB\n"), 511000u);
	EXPECT_FALSE(parse_node_memory("Node 0 MemFree: 5 kB\n"));
	EXPECT_FALSE(parse_node_memory("Node 0 MemTotal:"));
	EXPECT_FALSE(parse_node_memory("Node 0 MemTotal: -4 kB"));
}

} /* namespace */
} /* namespace ktstr */
