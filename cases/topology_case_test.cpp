/* SPDX-License-Identifier: GPL-2.0 */
#include "cases/topology_case.h"

#include <gtest/gtest.h>

#include <set>

namespace ktstr {
namespace {

TEST(MachineText, SaysWhatTheFourNumbersDescribe)
{
	EXPECT_EQ(machine_text({1, 1, 1, 1}), "1 LLC of 1 core (1 CPU)");
	EXPECT_EQ(machine_text({1, 3, 2, 1}), "3 LLCs of 2 cores (6 CPUs)");
	EXPECT_EQ(machine_text({1, 4, 4, 2}), "4 LLCs of 4 cores with 2 threads each (32 CPUs)");
	EXPECT_EQ(machine_text({2, 4, 4, 1}), "4 LLCs of 4 cores on 2 NUMA nodes (16 CPUs)");
	EXPECT_EQ(machine_text({2, 8, 4, 2}),
		  "8 LLCs of 4 cores with 2 threads each, on 2 NUMA nodes (64 CPUs)");
}

TEST(MachineText, TellsEveryPresetFromTheOthers)
{
	std::set<std::string> texts;

	for (const TopologyPreset &preset : topology_presets())
		EXPECT_TRUE(texts.insert(machine_text(preset.topology)).second) << preset.name;
}

} /* namespace */
} /* namespace ktstr */
