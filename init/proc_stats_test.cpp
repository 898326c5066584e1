/* SPDX-License-Identifier: GPL-2.0 */
#include "init/proc_stats.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <unistd.h>

namespace ktstr {
namespace {

constexpr char kStat[] = "17 (a ) b) S 1 17 17 0 -1 4194560 94 0 0 0 1 2 3 4 20 0 1 0 55 8704 44 "
			 "184467 1 1 0 0 0 0 0 4096 0 "
			 "0 0 0 17 5 0 7 0 0 0 0 0 0 0 0 0 0 0";

TEST(ProcStats, TaskStat)
{
	std::optional<TaskStat> stat = parse_task_stat(kStat);

	ASSERT_TRUE(stat);
	EXPECT_EQ(stat->state, 'S');
	EXPECT_EQ(stat->cpu, 5u);
	EXPECT_EQ(stat->flags, 4194560u);
	EXPECT_EQ(stat->policy, 7u);
	EXPECT_EQ(stat->user_ticks, 1u);
	EXPECT_EQ(stat->kernel_ticks, 2u);
}

TEST(ProcStats, TaskStatCutShort)
{
	std::string text = kStat;
	size_t last_needed = text.rfind(") S") + 2;

	for (size_t length = 0; length <= last_needed; length++)
		EXPECT_FALSE(parse_task_stat(text.substr(0, length))) << length;
	EXPECT_FALSE(parse_task_stat("1 (x) S 1 2 3 4 5 -6 7"));
	EXPECT_FALSE(parse_task_stat(text.replace(text.find("5 0 7"), 1, "4294967296")));
}

TEST(ProcStats, Pids)
{
	using Pids = std::vector<pid_t>;

	EXPECT_EQ(parse_pids("1\n22\n2147483647"), Pids({1, 22, 2147483647}));
	EXPECT_EQ(parse_pids("0\n-3\n\nx\n4 5\n2147483648\n6\n"), Pids({6}));
	EXPECT_TRUE(parse_pids("").empty());
}

TEST(ProcStats, OwnTask)
{
	std::optional<TaskStat> stat = task_stat(getpid());

	ASSERT_TRUE(stat);
	EXPECT_EQ(stat->state, 'R');
	EXPECT_EQ(stat->policy, unsigned(sched_getscheduler(0)));
	EXPECT_GT(cpu_time_ns(getpid()).value_or(0), 0u);
	EXPECT_EQ(threads_of(getpid()), std::vector<pid_t>{getpid()});
	EXPECT_FALSE(task_stat(0));
	EXPECT_TRUE(threads_of(-5).empty());
}

TEST(ProcStats, RunDelay)
{
	EXPECT_EQ(parse_run_delay("100 250 3\n"), 250u);
	EXPECT_FALSE(parse_run_delay("100"));
	EXPECT_FALSE(parse_run_delay("100 x 3"));
	EXPECT_FALSE(parse_run_delay("1 99999999999999999999999 1"));
}

TEST(ProcStats, KeyedValues)
{
	constexpr char text[] = "nr_periods 12\nnr_throttled 3\nbroken\nlast 7";

	EXPECT_EQ(keyed_value(text, "nr_throttled"), 3u);
	EXPECT_EQ(keyed_value(text, "last"), 7u);
	EXPECT_FALSE(keyed_value(text, "nr"));
	EXPECT_FALSE(keyed_value(text, "broken"));
	EXPECT_EQ(parse_events(text).size(), 3u);
	EXPECT_TRUE(parse_events("").empty());
}

TEST(ProcStats, Pressure)
{
	EXPECT_EQ(parse_pressure_us("some avg10=0.00 avg60=0.00 avg300=0.00 total=4711\n"
				    "full avg10=0.00 avg60=0.00 avg300=0.00 total=1\n"),
		  4711u);
	EXPECT_FALSE(parse_pressure_us("full total=1\n"));
	EXPECT_FALSE(parse_pressure_us("some total=x"));
}

TEST(ProcStats, NumaPages)
{
	constexpr char maps[] =
		"7f0000000000 default file=/bin/x mapped=3 N0=3 kernelpagesize_kB=4\n"
		"7f1000000000 bind:1 anon=10 dirty=10 N0=4 N1=6 kernelpagesize_kB=4\n";
	std::optional<PageCount> pages = parse_numa_pages(maps, 0x7f1000000000, 1);

	ASSERT_TRUE(pages);
	EXPECT_EQ(pages->all, 10u);
	EXPECT_EQ(pages->local, 6u);
	EXPECT_FALSE(parse_numa_pages(maps, 0x7f2000000000, 1));
	EXPECT_EQ(parse_numa_pages("10 default N=5 Nx=1 N1=\n", 0x10, 1)->all, 0u);
	EXPECT_FALSE(parse_numa_pages("10 default N0=18446744073709551615 N1=1\n", 0x10, 1));
	EXPECT_FALSE(parse_numa_pages("", 0, 0));
}

TEST(ProcStats, AStuckTaskIsDescribed)
{
	std::string text = describe_stuck(getpid());

	EXPECT_NE(text.find("pid " + std::to_string(getpid())), text.npos);
	EXPECT_NE(text.find("state R"), text.npos);
}

} /* namespace */
} /* namespace ktstr */
