/* SPDX-License-Identifier: GPL-2.0 */
#include "bench/width_table.h"

#include <gtest/gtest.h>

#include "bench/measure.h"

namespace ktstr {

namespace {

TEST(WidthTable, TakesWidthsOnceAndInOrder)
{
	EXPECT_EQ(parse_widths("8 1,32  8", 1).value(), (std::vector<unsigned>{1, 8, 32}));
	EXPECT_EQ(parse_widths("2 4", 2).value(), (std::vector<unsigned>{2, 4}));
}

TEST(WidthTable, SaysWhichWidthIsBad)
{
	for (const char *text : {"", " ", ",", "x", "8x", "-1", "0", "1025", "4294967297",
				 "99999999999999999999", "8;9", "1.5"})
		EXPECT_FALSE(parse_widths(text, 1)) << text;
	EXPECT_EQ(parse_widths("1 8x", 1).error().to_string(),
		  "bad width, not a number of vCPUs: 8x");
	EXPECT_EQ(parse_widths("4 9", 2).error().to_string(),
		  "bad width for this many NUMA nodes: 9 vCPUs, 2 nodes");
}

TEST(WidthTable, TakesTheFasterQemuAndMedians)
{
	WidthRow row =
		make_width_row(8, {{kOwnMachine, {30, 10, 20}}, {"pc", {90}}, {"microvm", {40}}});

	EXPECT_EQ(row.own, 20);
	EXPECT_EQ(row.qemu, 40);
	EXPECT_EQ(row.qemu_machine, "microvm");
}

TEST(WidthTable, CountsEachFurtherVcpu)
{
	const WidthRow one = {1, 1000, 2000, "pc"}, eight = {8, 1700, 3400, "microvm"};

	EXPECT_EQ(format_width_row(eight, &one),
		  "     8       1700       3400 microvm    0.50       100.0       200.0\n");
	EXPECT_EQ(format_width_row(one, nullptr),
		  "     1       1000       2000 pc         0.50           -           -\n");
}

TEST(WidthTable, LeavesOutWhatFailed)
{
	const WidthRow one = make_width_row(1, {{kOwnMachine, {1000}}, {"pc", {}}});
	const WidthRow eight = make_width_row(8, {{kOwnMachine, {1700}}, {"pc", {3000}}});

	EXPECT_EQ(format_width_row(eight, &one),
		  "     8       1700       3000 pc         0.57       100.0           -\n");
	EXPECT_EQ(format_width_row(make_width_row(32, {}), &eight),
		  "    32          -          - -             -           -           -\n");
}

TEST(BootTimes, ComeBackFromTheirLine)
{
	const BootTimes times = {1, 2.5, 3.5, 4, 5, 252};
	BootTimes back = parse_boot_times(to_line(times)).value();

	EXPECT_EQ(back.to_init, 3.5);
	EXPECT_EQ(back.cpus, 252);
	for (const char *text : {"", "1 2 3 4 5", "1 2 3 4 5 6 7\n", "1 2 3 4 5 x\n"})
		EXPECT_FALSE(parse_boot_times(text)) << text;
}

} /* namespace */

} /* namespace ktstr */
