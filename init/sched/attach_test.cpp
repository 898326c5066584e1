/* SPDX-License-Identifier: GPL-2.0 */
#include "init/sched/attach.h"

#include <gtest/gtest.h>
#include <signal.h>

namespace ktstr {
namespace {

TEST(AttachText, NamesTheLikelyCause)
{
	EXPECT_EQ(likely_cause("libbpf: prog 'x': BPF program load failed: -EACCES", 1, 0),
		  "the verifier rejected the program");
	EXPECT_EQ(likely_cause("scx_x: invalid option -- 'q'\n", 1, 0), "bad arguments");
	EXPECT_EQ(likely_cause("libbpf: extern 'scx_bpf_new': not found in kernel BTF\n", 1, 0),
		  "the kernel lacks an option or feature that the scheduler needs");
	EXPECT_EQ(likely_cause("libbpf: extern 'CONFIG_X' (strong): not resolved\n", 1, 0),
		  "the kernel lacks an option or feature that the scheduler needs");
	EXPECT_EQ(likely_cause("ktstr: cannot execute /x: No such file or directory\n", 127, 0),
		  "the program could not be executed");
	EXPECT_EQ(likely_cause("", -1, SIGSEGV), "it crashed or was killed");
	EXPECT_EQ(likely_cause("goodbye\n", 1, 0), "");
}

TEST(AttachText, KeepsTheLastLines)
{
	EXPECT_EQ(last_lines("a\nb\nc\n", 2), "b\nc");
	EXPECT_EQ(last_lines("a\nb\nc", 5), "a\nb\nc");
	EXPECT_EQ(last_lines("", 3), "");
	EXPECT_EQ(last_lines("\n\n\n", 3), "");
	EXPECT_EQ(last_lines("\na", 1), "a");
}

TEST(AttachText, SaysHowItDied)
{
	Gate gate({.expected_ops = "", .window_ns = 100 * 1000000}, {.present = true}, 0);
	Child child;

	child.ended = true;
	child.exit_code = 3;
	gate.process_ended(5 * 1000000);
	std::string text = died_text(gate, child, "one\ntwo\n", 1000 * 1000000);
	EXPECT_EQ(text.find("scheduler exited with code 3 after 5 ms, at start-up"), 0u) << text;
	EXPECT_NE(text.find("one\ntwo"), std::string::npos);
	EXPECT_NE(died_text(gate, child, "", 1000000).find("before it attached"),
		  std::string::npos);

	WireAttach wire = wire_attach(gate, &child);
	EXPECT_EQ(wire.reason, uint32_t(NotAttachedReason::none));
	EXPECT_EQ(wire.exit_code, 3);
	EXPECT_EQ(wire.elapsed_ns, 5000000u);
}

TEST(AttachText, LongNamesAreCut)
{
	ScxSnapshot snapshot = {
		.present = true, .state = std::string(50, 's'), .ops = std::string(500, 'o')};
	Gate gate({.expected_ops = "", .window_ns = 10}, {.present = true}, 0);

	gate.observe(snapshot, 20);
	WireAttach wire = wire_attach(gate, nullptr);
	EXPECT_EQ(wire.reason, uint32_t(NotAttachedReason::timeout));
	EXPECT_EQ(strlen(wire.state), sizeof(wire.state) - 1);
	EXPECT_EQ(strlen(wire.ops), sizeof(wire.ops) - 1);
	EXPECT_EQ(wire.exit_code, -1);
}

TEST(Scheduler, RunsBuiltinsAndObjectsThroughItself)
{
	SchedulerJob job;

	job.program = "ktstr_fifo";
	job.arguments = {"--a=1"};
	job.kind = SchedulerKind::builtin;
	EXPECT_EQ(scheduler_argv(job),
		  (std::vector<std::string>{"/proc/self/exe", "sched", "ktstr_fifo", "--a=1"}));
	job.kind = SchedulerKind::object;
	EXPECT_EQ(scheduler_argv(job)[1], "sched-object");
	job.kind = SchedulerKind::executable;
	EXPECT_EQ(scheduler_argv(job), (std::vector<std::string>{"ktstr_fifo", "--a=1"}));
}

} /* namespace */
} /* namespace ktstr */
