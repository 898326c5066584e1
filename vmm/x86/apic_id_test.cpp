/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/x86/apic_id.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "vmm/x86/cpuid_test_machines.h"

namespace ktstr {

TEST(ApicId, FieldsAreAsWideAsTheirLargestIndex)
{
	ApicIdLayout layout = apic_id_layout(machine_of(1, 14, 9, 2));
	EXPECT_EQ(layout.thread_bits, 1u);
	EXPECT_EQ(layout.core_bits, 4u);
	EXPECT_EQ(layout.llc_bits, 4u);
	EXPECT_EQ(layout.package_bits, 0u);
	EXPECT_EQ(layout.package_shift(), 9u);
	layout = apic_id_layout(uneven_machine({{1}, {1, 1, 5}}, 1));
	EXPECT_EQ(layout.core_shift(), 0u);
	EXPECT_EQ(layout.llc_shift(), 3u);
	EXPECT_EQ(layout.package_shift(), 5u);
	EXPECT_EQ(layout.package_bits, 1u);
}

TEST(ApicId, AFlatMachineCounts)
{
	EXPECT_EQ(apic_ids(MachineTopology::flat(6, 512ull << 20)),
		  (std::vector<uint32_t>{0, 1, 2, 3, 4, 5}));
}

TEST(ApicId, GoBeyondEightBits)
{
	std::vector<uint32_t> ids = apic_ids(machine_of(1, 14, 9, 2));
	ASSERT_EQ(ids.size(), 252u);
	EXPECT_EQ(ids[18], 32u); /* LLC 1 */
	EXPECT_EQ(ids.back(), 13u << 5 | 8u << 1 | 1u);
	EXPECT_GT(ids.back(), 255u);
}

TEST(ApicId, AreUniqueAndRise)
{
	for (const NamedMachine &machine : test_machines()) {
		SCOPED_TRACE(machine.name);
		std::vector<uint32_t> ids = apic_ids(machine.topology);
		EXPECT_EQ(ids.front(), 0u);
		EXPECT_EQ(std::set<uint32_t>(ids.begin(), ids.end()).size(), ids.size());
		EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end()));
	}
}

} /* namespace ktstr */
