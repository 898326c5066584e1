/* SPDX-License-Identifier: GPL-2.0 */
#include <gtest/gtest.h>

#include "vmm/test_topologies.h"
#include "vmm/topology.h"

namespace ktstr {

namespace {

struct TopologyLimitsTest : testing::Test {
	/** The error, or an empty string. */
	std::string check() const
	{
		auto result = check_machine_topology(topology);
		return result.ok() ? "" : result.error().to_string();
	}

	MachineTopology topology = test::make_topology({2, 2, 2, 2, 1, true});
};

} /* namespace */

TEST_F(TopologyLimitsTest, PlacesFitAnApicId)
{
	topology.cpus.back().core = 0x1ff; /* with 3 bits for the rest */
	EXPECT_EQ(check(), "");
	topology.cpus.back().core = 0x200;
	EXPECT_EQ(check(), "APIC ID bits: 13 is not in 0..12");
	topology.cpus.back() = {1, ~0u, ~0u, ~0u, ~0u};
	EXPECT_EQ(check(), "APIC ID bits: 128 is not in 0..12");
}

TEST_F(TopologyLimitsTest, AttributesFitHmat)
{
	topology.bandwidth_mbps[0] = 100001;
	EXPECT_EQ(check(),
		  "bandwidth in MB/s: no common divisor brings all values to 65534 or less");
	topology.bandwidth_mbps[0] = 100000;
	EXPECT_EQ(check(), "");
	topology.latency_ns[0] = 100001;
	EXPECT_EQ(check(), "latency in ns: no common divisor brings all values to 65534 or less");
}

} /* namespace ktstr */
