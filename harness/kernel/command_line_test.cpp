/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/kernel/command_line.h"

#include <gtest/gtest.h>

namespace ktstr {
namespace {

TEST(CommandLine, DetectorsSpeakBeforeACasesDeadline)
{
	std::string line = kernel_command_line({}, 1, {}, "last=1");

	EXPECT_NE(line.find(" watchdog_thresh=5 "), std::string::npos);
	EXPECT_NE(line.find(" rcupdate.rcu_cpu_stall_timeout=10 "), std::string::npos);
	EXPECT_NE(line.find(" workqueue.watchdog_thresh=8 "), std::string::npos);
	EXPECT_NE(line.find(" sysctl.kernel.hung_task_timeout_secs=10 "), std::string::npos);
	EXPECT_TRUE(line.ends_with(" last=1"));
}

TEST(CommandLine, TheClocksourceWatchdogIsOff)
{
	EXPECT_NE(kernel_command_line({}, 1, {}, "").find(" tsc=nowatchdog "), std::string::npos);
}

TEST(CommandLine, DetectorsWaitAsMuchLongerUnderEmulation)
{
	std::string line = kernel_command_line({}, 1, {400}, "");

	EXPECT_NE(line.find(" watchdog_thresh=20 "), std::string::npos);
	EXPECT_NE(line.find(" rcupdate.rcu_cpu_stall_timeout=40 "), std::string::npos);
	EXPECT_NE(line.find(" workqueue.watchdog_thresh=32 "), std::string::npos);
	EXPECT_NE(line.find(" sysctl.kernel.hung_task_timeout_secs=40 "), std::string::npos);
	line = kernel_command_line({}, 1, {100000}, "");
	EXPECT_NE(line.find(" watchdog_thresh=60 "), std::string::npos);
}

TEST(CommandLine, MakesTheDeclaredMachine)
{
	Topology topology = {1, 2, 2, 2};
	std::string plain = kernel_command_line(topology, 8, {}, "");

	EXPECT_EQ(plain.find("cpus="), std::string::npos);
	EXPECT_EQ(plain.find("nosmt"), std::string::npos);
	EXPECT_EQ(plain.find("cpuhp"), std::string::npos);
	EXPECT_NE(kernel_command_line({1, 11, 3, 1}, 1, {}, "").find(" maxcpus=1 cpuhp.parallel=0"),
		  std::string::npos);
	topology.offline = 3;
	EXPECT_NE(kernel_command_line(topology, 8, {}, "").find(" maxcpus=5"), std::string::npos);
	topology.offline = 0;
	topology.smt = false;
	EXPECT_NE(kernel_command_line(topology, 8, {}, "").find(" nosmt"), std::string::npos);
}

} /* namespace */
} /* namespace ktstr */
