/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/verdict/splat.h"

#include <gtest/gtest.h>

namespace ktstr {
namespace {

std::string first(std::string_view console, std::string_view log = "")
{
	std::vector<Splat> splats = scan_splats(console, log, AllowList());

	return splats.empty() ? "" : splat_reason(splats.front().type);
}

TEST(Splat, Classes)
{
	EXPECT_EQ(first("[    1.000000] Kernel panic - not syncing: sysrq\n"), "kernel-panic");
	EXPECT_EQ(first("[    1.000000][    T1] WARNING: CPU: 0 PID: 1 at x\r\n"),
		  "kernel-splat:warn");
	EXPECT_EQ(first("[    1.000000] BUG: kernel NULL pointer dereference, address: 0\n"
			"[    1.000001] Oops: Oops: 0002 [#1] SMP\n"
			"[    1.000002] Kernel panic - not syncing: Fatal exception\n"),
		  "kernel-splat:oops");
	EXPECT_EQ(first("[    1.000000] watchdog: BUG: soft lockup - CPU#0 stuck for 26s!\n"),
		  "kernel-splat:soft-lockup");
	EXPECT_EQ(first("[    1.000000] INFO: task x:1 blocked for more than 120 seconds.\n"),
		  "kernel-splat:hung-task");
	EXPECT_EQ(first("[    1.000000] rcu: INFO: rcu_preempt self-detected stall on CPU\n"),
		  "kernel-splat:rcu-stall");
	EXPECT_EQ(first("[    1.000000] BUG: workqueue lockup - pool cpus=0\n"),
		  "kernel-splat:workqueue");
	EXPECT_EQ(first("[    1.000000] BUG: KASAN: slab-use-after-free in x\n"),
		  "kernel-splat:kasan");
	EXPECT_EQ(first("[    1.000000] WARNING: possible circular locking dependency detected\n"),
		  "kernel-splat:lockdep");
	EXPECT_EQ(first("[    1.000000] INFO: trying to register non-static key.\n"),
		  "kernel-splat:lockdep");
	EXPECT_EQ(first("[    1.000000] sched_ext: BPF scheduler \"x\" disabled\n"), "");
}

TEST(Splat, UserSpaceCannotForge)
{
	/* Facility 1 in /dev/kmsg; the console shows the same line. */
	EXPECT_EQ(first("[    5.140900] Kernel panic - not syncing: no\n",
			"12,339,5140900,-;Kernel panic - not syncing: no\n"),
		  "");
	/* The same text from the kernel counts. */
	EXPECT_EQ(first("[    5.140900] Kernel panic - not syncing: no\n",
			"4,339,5140900,-;Kernel panic - not syncing: no\n"),
		  "kernel-panic");
	/* Written to the tty, so there is no timestamp. */
	EXPECT_EQ(first("Kernel panic - not syncing: no\n"), "");
}

TEST(Splat, AllowList)
{
	Result<AllowList> list = AllowList::parse("# known\n^WARNING: .* at known_place\n");
	ASSERT_TRUE(list.ok());
	EXPECT_TRUE(scan_splats("[    1.000000] WARNING: CPU: 0 at known_place\n", "", list.value())
			    .empty());
	EXPECT_FALSE(AllowList::parse("(").ok());
}

TEST(Splat, ManyDoNotHideAnotherClass)
{
	std::string console;

	for (int i = 0; i < 200; i++)
		console += "[    1.000000] WARNING: number " + std::to_string(i) + "\n";
	console += "[    2.000000] Kernel panic - not syncing: x\n";
	EXPECT_EQ(first(console), "kernel-panic");
	EXPECT_LT(scan_splats(console, "", AllowList()).size(), 100u);
}

TEST(Splat, HostileText)
{
	for (const char *text : {"[", "[]", "[.]", "[99999999999999999999.000000] BUG: x",
				 "<4>[    1.000000", ";;;;", ",,,;", "6,1,x,-;WARNING: "})
		EXPECT_EQ(first(text, text), "");
}

} /* namespace */
} /* namespace ktstr */
