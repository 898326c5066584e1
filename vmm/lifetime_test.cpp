/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/lifetime.h"

#include <gtest/gtest.h>

#include <thread>

namespace ktstr {

using namespace std::chrono_literals;

TEST(Lifetime, FirstEndWins)
{
	int ends = 0;
	Lifetime lifetime([&ends] { ends++; });
	lifetime.end(MachineExit::triple_fault, "first");
	lifetime.end(MachineExit::stopped, "second");
	MachineReport report;
	lifetime.describe(report);
	EXPECT_EQ(report.exit, MachineExit::triple_fault);
	EXPECT_EQ(report.detail, "first");
	EXPECT_GE(report.ended_ns, report.created_ns);
	EXPECT_EQ(ends, 1);
}

TEST(Lifetime, WaitsUntilTheDeadline)
{
	Lifetime lifetime([] {});
	EXPECT_EQ(lifetime.wait(std::chrono::steady_clock::now() + 1ms), MachineExit::running);
}

TEST(Lifetime, EndWakesAWait)
{
	Lifetime lifetime([] {});
	std::thread ender([&] { lifetime.end(MachineExit::power_off, {}); });
	EXPECT_EQ(lifetime.wait(std::chrono::steady_clock::now() + 60s), MachineExit::power_off);
	ender.join();
}

TEST(Lifetime, NotesTheFirstTimeOnly)
{
	Lifetime lifetime([] {});
	lifetime.note_output();
	MachineReport first, second;
	lifetime.describe(first);
	std::this_thread::sleep_for(1ms);
	lifetime.note_output();
	lifetime.describe(second);
	EXPECT_NE(first.first_output_ns, 0u);
	EXPECT_EQ(first.first_output_ns, second.first_output_ns);
	EXPECT_EQ(second.first_entry_ns, 0u);
}

} /* namespace ktstr */
