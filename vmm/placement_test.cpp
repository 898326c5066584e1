/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/placement.h"

#include <gtest/gtest.h>
#include <sched.h>

#include <thread>

namespace ktstr {
namespace {

TEST(Placement, PinsTheCallingThreadAlone)
{
	cpu_set_t before, pinned, after;
	int target = -1;

	ASSERT_EQ(sched_getaffinity(0, sizeof(before), &before), 0);
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		if (CPU_ISSET(cpu, &before))
			target = cpu;
	}
	std::thread([&] {
		EXPECT_TRUE(pin_this_thread(unsigned(target)).ok());
		EXPECT_EQ(sched_getaffinity(0, sizeof(pinned), &pinned), 0);
		EXPECT_EQ(sched_getcpu(), target);
	}).join();
	EXPECT_EQ(CPU_COUNT(&pinned), 1);
	EXPECT_TRUE(CPU_ISSET(target, &pinned));
	ASSERT_EQ(sched_getaffinity(0, sizeof(after), &after), 0);
	EXPECT_TRUE(CPU_EQUAL(&before, &after));
}

TEST(Placement, ACpuThatIsNotThereIsAnError)
{
	std::thread([] {
		Result<void> pinned = pin_this_thread(8191);
		ASSERT_FALSE(pinned.ok());
		EXPECT_EQ(pinned.error().code, EINVAL);
		EXPECT_NE(pinned.error().to_string().find("8191"), std::string::npos);
	}).join();
}

} /* namespace */
} /* namespace ktstr */
