/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/run/run_context.h"

#include <gtest/gtest.h>
#include <stdlib.h>

namespace ktstr {
namespace {

TEST(RunContext, DetectorsSpeakBeforeACasesDeadline)
{
	RunContext context;
	std::string line = kernel_command_line(context, JobMode::case_body, {}, "last=1");

	EXPECT_NE(line.find(" watchdog_thresh=5 "), std::string::npos);
	EXPECT_NE(line.find(" rcupdate.rcu_cpu_stall_timeout=10 "), std::string::npos);
	EXPECT_NE(line.find(" workqueue.watchdog_thresh=8 "), std::string::npos);
	EXPECT_NE(line.find(" sysctl.kernel.hung_task_timeout_secs=10 "), std::string::npos);
	EXPECT_TRUE(line.ends_with(" KTSTR_MODE=case last=1"));
}

TEST(RunContext, DetectorsWaitAsMuchLongerUnderEmulation)
{
	RunContext context;

	context.time_scale_percent = 400;
	std::string line = kernel_command_line(context, JobMode::case_body, {}, "");
	EXPECT_NE(line.find(" watchdog_thresh=20 "), std::string::npos);
	EXPECT_NE(line.find(" rcupdate.rcu_cpu_stall_timeout=40 "), std::string::npos);
	EXPECT_NE(line.find(" workqueue.watchdog_thresh=32 "), std::string::npos);
	EXPECT_NE(line.find(" sysctl.kernel.hung_task_timeout_secs=40 "), std::string::npos);
	context.time_scale_percent = 100000;
	line = kernel_command_line(context, JobMode::case_body, {}, "");
	EXPECT_NE(line.find(" watchdog_thresh=60 "), std::string::npos);
}

TEST(RunContext, TheCommandLineMakesTheDeclaredMachine)
{
	RunContext context;
	Topology topology = {1, 2, 2, 2};

	context.host_cpus = 8;
	std::string plain = kernel_command_line(context, JobMode::case_body, topology, "");
	EXPECT_EQ(plain.find("cpus="), std::string::npos);
	EXPECT_EQ(plain.find("nosmt"), std::string::npos);
	EXPECT_EQ(plain.find("cpuhp"), std::string::npos);
	context.host_cpus = 1;
	EXPECT_NE(kernel_command_line(context, JobMode::case_body, {1, 11, 3, 1}, "")
			  .find(" maxcpus=1 cpuhp.parallel=0 "),
		  std::string::npos);
	context.host_cpus = 8;
	topology.offline = 3;
	EXPECT_NE(
		kernel_command_line(context, JobMode::case_body, topology, "").find(" maxcpus=5 "),
		std::string::npos);
	topology.offline = 0;
	topology.smt = false;
	EXPECT_NE(kernel_command_line(context, JobMode::case_body, topology, "").find(" nosmt "),
		  std::string::npos);
}

TEST(RunContext, DeadlinesGrowWithTheVcpusOfOneCpu)
{
	RunContext context;

	context.time_scale_percent = 400;
	context.host_cpus = 4;
	EXPECT_EQ(time_scale(context, {1, 1, 16, 1}), 400u);
	EXPECT_EQ(time_scale(context, {1, 2, 16, 1}), 560u);
	context.host_cpus = 1;
	EXPECT_EQ(time_scale(context, {1, 1, 4, 1}), 400u);
	EXPECT_EQ(time_scale(context, {1, 14, 18, 1}), 10320u);
	EXPECT_EQ(stretched(context, {1, 14, 18, 1}, 1000), 103200u);
}

TEST(RunContext, ReproLineHasAllThatWasGiven)
{
	RunContext context;

	unsetenv("KTSTR_OUTPUT");
	context.settings.launcher = "/a b/run_ktstr.sh";
	context.kernel.paths.image = "/boot/it's";
	context.host_kind = "kvm";
	std::string plain = repro_line(context, "scx.a", Topology{}, 7);
	EXPECT_TRUE(plain.starts_with("'/a b/run_ktstr.sh' -k '/boot/it'\\''s' -T ")) << plain;
	EXPECT_TRUE(plain.ends_with(" --seed 7 --host kvm scx.a")) << plain;

	setenv("KTSTR_OUTPUT", "/out put", 1);
	context.settings.slow = true;
	context.options.includes = {"/usr/bin/perf", "/x y"};
	context.options.memory_mib = 768;
	context.options.pin = true;
	context.options.timeout_s = 9;
	context.scheduler.path = "/s/scx simple";
	context.scheduler.arguments = {"-v", "a b"};
	std::string full = repro_line(context, "scx.a", Topology{}, 7);
	unsetenv("KTSTR_OUTPUT");
	EXPECT_TRUE(full.starts_with("KTSTR_OUTPUT='/out put' KSFT_MACHINE_SLOW=yes '/a b/"))
		<< full;
	EXPECT_TRUE(full.ends_with(" --pin --memory 768 --timeout 9 -i /usr/bin/perf -i '/x y' "
				   "-s '/s/scx simple' scx.a -- -v 'a b'"))
		<< full;
	Topology own = parse_topology("1+1:1:2:1,memory=256+256,distance=10+20/20+10").value();
	full = repro_line(context, "scx.a", own, 7);
	EXPECT_NE(full.find(" -T " + own.to_string() + " --seed 7 "), std::string::npos) << full;
	EXPECT_EQ(full.find("--memory"), std::string::npos) << full;
	context.options.scenario = "/a b/c.json";
	full = repro_line(context, "file.a", own, 7);
	EXPECT_TRUE(full.ends_with(" -s '/s/scx simple' --scenario '/a b/c.json' -- -v 'a b'"))
		<< full;
	context.options.scenario = "c.json";
	full = repro_line(context, "file.a", own, 7);
	EXPECT_NE(full.find(" --scenario /"), std::string::npos) << full;
	EXPECT_EQ(full.find("file.a"), std::string::npos) << full;
}

} /* namespace */
} /* namespace ktstr */
