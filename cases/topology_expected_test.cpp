/* SPDX-License-Identifier: GPL-2.0 */
#include "cases/topology_expected.h"

#include <gtest/gtest.h>

namespace ktstr {
namespace {

std::string spans(const ExpectedTopology &expected, unsigned cpu)
{
	std::string text;

	for (const CpuSet &span : expected.domain_spans(cpu))
		text += (text.empty() ? "" : " < ") + to_text(span);
	return text;
}

TEST(ExpectedTopology, NestsDomains)
{
	ExpectedTopology expected({2, 4, 2, 2}); /* 16 CPUs */

	EXPECT_EQ(to_text(expected.thread_siblings(5)), "4-5");
	EXPECT_EQ(to_text(expected.llc_siblings(5)), "4-7");
	EXPECT_EQ(to_text(expected.node_siblings(5)), "0-7");
	EXPECT_EQ(spans(expected, 5), "4-5 < 4-7 < 0-7 < 0-15");
	EXPECT_EQ(expected.node_cores(1), 4u);
	EXPECT_TRUE(expected.smt_active());
}

TEST(ExpectedTopology, LeavesOutDegenerateDomains)
{
	EXPECT_EQ(spans(ExpectedTopology({1, 1, 1, 1}), 0), "");
	EXPECT_EQ(spans(ExpectedTopology({1, 1, 4, 1}), 2), "0-3");
	EXPECT_EQ(spans(ExpectedTopology({2, 2, 1, 2}), 2), "2-3 < 0-3");
	EXPECT_EQ(spans(ExpectedTopology({1, 4, 1, 1}), 2), "0-3");
}

TEST(ExpectedTopology, FollowsDistances)
{
	Topology line = {3, 3, 2, 1};

	line.distances = {10, 20, 30, 20, 10, 20, 30, 20, 10};
	ExpectedTopology expected(line);
	EXPECT_EQ(spans(expected, 0), "0-1 < 0-3 < 0-5");
	EXPECT_EQ(spans(expected, 2), "2-3 < 0-5");
	EXPECT_EQ(spans(expected, 5), "4-5 < 2-5 < 0-5");
	/* Without the middle node's CPUs there is one level fewer. */
	expected.set_online(2, false);
	expected.set_online(3, false);
	EXPECT_EQ(spans(expected, 0), "0-1 < 0-1,4-5");
}

TEST(ExpectedTopology, CountsOnlineCpusOnly)
{
	Topology topology = {1, 2, 2, 2};

	topology.offline = 3;
	ExpectedTopology expected(topology);
	EXPECT_EQ(to_text(expected.online()), "0-4");
	EXPECT_EQ(to_text(expected.llc_siblings(4)), "4");
	EXPECT_EQ(spans(expected, 4), "0-4");
	expected.set_online(7, true);
	EXPECT_EQ(spans(expected, 4), "4,7 < 0-4,7");
	EXPECT_EQ(expected.node_cores(0), 4u);

	topology.offline = 0;
	topology.smt = false;
	ExpectedTopology single(topology);
	EXPECT_EQ(to_text(single.online()), "0,2,4,6");
	EXPECT_FALSE(single.smt_active());
	EXPECT_EQ(spans(single, 4), "4,6 < 0,2,4,6");
}

TEST(ExpectedTopology, GivesApicIdsAsBitFields)
{
	ExpectedTopology odd({2, 6, 3, 2}); /* 1 bit for threads, 2 for cores, 2 for LLCs */

	EXPECT_EQ(odd.apic_id(0), 0u);
	EXPECT_EQ(odd.apic_id(5), 0b00101u);
	EXPECT_EQ(odd.apic_id(6), 0b01000u);
	EXPECT_EQ(odd.apic_id(18), 0b100000u);
	EXPECT_EQ(odd.apic_id(35), 0b110101u);
	EXPECT_EQ(ExpectedTopology({1, 1, 1, 1}).apic_id(0), 0u);
}

TEST(ExpectedTopology, KnowsUnevenMachines)
{
	Topology topology = {2, 3, 3, 1};

	topology.node_llcs = {2, 1};
	topology.llc_cores = {3, 1, 2};
	ExpectedTopology expected(topology);
	EXPECT_EQ(spans(expected, 3), "0-3 < 0-5");
	EXPECT_EQ(spans(expected, 4), "4-5 < 0-5");
	EXPECT_EQ(expected.apic_id(3), 0b0100u);
	EXPECT_EQ(expected.apic_id(5), 0b1001u);
}

} /* namespace */
} /* namespace ktstr */
