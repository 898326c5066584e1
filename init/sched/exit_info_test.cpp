/* SPDX-License-Identifier: GPL-2.0 */
#include "init/sched/exit_info.h"

#include <gtest/gtest.h>

#include "init/sched/monitor.h"

namespace ktstr {
namespace {

TEST(ExitTracker, ReadsTheKernelsLines)
{
	ExitTracker tracker;

	tracker.kernel_line("sched_ext: BPF scheduler \"fifo\" enabled");
	EXPECT_FALSE(tracker.kernel_spoke());
	tracker.kernel_line("sched_ext: BPF scheduler \"fifo\" disabled (runnable task stall)");
	tracker.kernel_line("sched_ext: fifo: sh[62] failed to run for 5.1s");
	tracker.kernel_line("sched_ext: fifo: a later line");
	ExitReport report = tracker.report();
	EXPECT_EQ(report.kind, 1026u);
	EXPECT_EQ(report.name, "stall");
	EXPECT_EQ(report.reason, "runnable task stall");
	EXPECT_EQ(report.message, "sh[62] failed to run for 5.1s");
	tracker.reset();
	EXPECT_FALSE(tracker.kernel_spoke());
}

TEST(ExitTracker, ReadsTheProgramsLine)
{
	for (const char *line : {"EXIT: scx_bpf_error (no luck) on CPU 1",
				 "EXIT: error-bpf (scx_bpf_error) no luck"}) {
		ExitTracker tracker;

		tracker.log_line(line);
		EXPECT_EQ(tracker.report().kind, 1025u) << line;
		EXPECT_EQ(tracker.report().name, "error-bpf") << line;
		EXPECT_NE(tracker.report().message.find("no luck"), std::string::npos);
		EXPECT_FALSE(tracker.kernel_spoke());
	}
}

TEST(ExitTracker, TheKernelsAccountGoesFirst)
{
	ExitTracker tracker;

	tracker.log_line("EXIT: unregistered from user space");
	tracker.kernel_line("sched_ext: BPF scheduler \"x\" disabled (runtime error)");
	EXPECT_EQ(tracker.report().kind, 1024u);
}

TEST(ExitTracker, IgnoresWhatIsNotItsBusiness)
{
	ExitTracker tracker;

	for (const char *line :
	     {"", "sched_ext: ", "sched_ext: BPF scheduler \"", "BPF scheduler \"x\" disabled (y)",
	      "sched_ext: BPF sub-scheduler \"x\" disabled (parent exiting)",
	      "sched_ext: BPF scheduler \"x\" disabled (", "sched_ext: x: message first"}) {
		tracker.kernel_line(line);
		tracker.log_line(line);
	}
	EXPECT_FALSE(tracker.kernel_spoke());
	EXPECT_EQ(tracker.report().kind, 0u);
	EXPECT_EQ(tracker.report().name, "");
}

TEST(ExitTracker, UnknownReasonsKeepTheirWords)
{
	ExitTracker tracker;

	tracker.kernel_line("sched_ext: BPF scheduler \"a (b)\" disabled (struck by lightning)");
	EXPECT_EQ(tracker.report().kind, 0u);
	EXPECT_EQ(tracker.report().name, "unknown");
	EXPECT_EQ(tracker.report().reason, "struck by lightning");
}

TEST(ExitTracker, TellsAStopFromTheSchedulersOwnEnd)
{
	for (const char *reason :
	     {"unregistered from user space", "disabled by sysrq-S", "struck by lightning"}) {
		ExitTracker tracker;
		tracker.kernel_line("sched_ext: BPF scheduler \"x\" disabled (" +
				    std::string(reason) + ")");
		EXPECT_TRUE(is_asked_for(tracker.report())) << reason;
	}
	for (const char *reason :
	     {"unregistered from BPF", "runtime error", "runnable task stall"}) {
		ExitTracker tracker;
		tracker.kernel_line("sched_ext: BPF scheduler \"x\" disabled (" +
				    std::string(reason) + ")");
		EXPECT_FALSE(is_asked_for(tracker.report())) << reason;
	}
	EXPECT_TRUE(is_asked_for({}));
}

TEST(SchedExit, ADeadProcessIsItsOwnKind)
{
	Child child;
	child.ended = true;
	child.exit_code = 3;
	ExitReport unreg = {64, "unreg", "unregistered from user space", ""};
	ExitReport stall = {1026, "stall", "runnable task stall", "sh waited"};

	EXPECT_STREQ(wire_sched_exit(unreg, child).kind_name, "process");
	EXPECT_STREQ(wire_sched_exit({}, child).kind_name, "process");
	EXPECT_STREQ(wire_sched_exit(stall, child).kind_name, "stall");
	EXPECT_EQ(wire_sched_exit(stall, child).exit_code, 3);
	EXPECT_EQ(sched_exit_text(stall, child).find("runnable task stall: sh waited\n"), 0u);

	Child living;
	EXPECT_STREQ(wire_sched_exit(unreg, living).kind_name, "unreg");
	EXPECT_STREQ(wire_sched_exit({}, living).kind_name, "unknown");
}

} /* namespace */
} /* namespace ktstr */
