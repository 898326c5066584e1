/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/scenario/rules/merge_checks.h"

#include <gtest/gtest.h>

#include "harness/scenario/scenario_fields.h"

namespace ktstr {
namespace {

/* Gives each bound a different value. */
struct Numbered {
	double next;

	void operator()(const char *, Bound &field, const Limits & = {}) { field = next++; }
	void operator()(const char *, bool &, const Limits & = {}) {}
};

Checks numbered(double from)
{
	Numbered visitor = {from};
	Checks checks;

	describe(visitor, checks);
	return checks;
}

/* The size in memory of all described members. */
struct Sizes {
	size_t sum = 0;

	template <typename Field>
	void operator()(const char *, Field &, const CheckInfo &)
	{
		sum += sizeof(Field);
	}
};

/* An undescribed bound would be neither merged nor judged. */
TEST(MergeChecks, EveryBoundIsDescribed)
{
	Sizes sizes;
	Checks checks;

	describe(sizes, checks);
	EXPECT_EQ((sizes.sum + alignof(Checks) - 1) / alignof(Checks) * alignof(Checks),
		  sizeof(Checks));
}

TEST(MergeChecks, TheProjectAsksForLittle)
{
	Checks checks = project_checks();
	Checks bare;

	EXPECT_EQ(checks.starved, Bound(0));
	EXPECT_EQ(checks.isolation, Bound(0));
	EXPECT_TRUE(checks.frozen);
	EXPECT_TRUE(checks.still_attached);
	EXPECT_TRUE(checks.nothing_left);
	checks.starved = checks.isolation = Bound();
	EXPECT_EQ(checks, bare);
}

TEST(MergeChecks, EveryFieldComesFromTheHighestThatGivesIt)
{
	Checks project = numbered(100);
	Checks scheduler = numbered(200);
	Checks scenario = numbered(300);

	EXPECT_EQ(merge_checks(project, {}, {}), project);
	EXPECT_EQ(merge_checks(project, scheduler, {}), scheduler);
	EXPECT_EQ(merge_checks(project, {}, scenario), scenario);
	EXPECT_EQ(merge_checks(project, scheduler, scenario), scenario);
	EXPECT_EQ(merge_checks({}, scheduler, {}), scheduler);
}

TEST(MergeChecks, EachBoundForItself)
{
	Checks merged = merge_checks({.starved = 0, .gap_ms = 5}, {.gap_ms = 6, .wake_p99_us = 7},
				     {.wake_p99_us = 8});

	EXPECT_EQ(merged, (Checks{.starved = 0, .gap_ms = 6, .wake_p99_us = 8}));
}

TEST(MergeChecks, OffIsGiven)
{
	Checks off = {.starved = Bound::off()};

	EXPECT_EQ(merge_checks(project_checks(), {}, off).starved, Bound::off());
	EXPECT_EQ(merge_checks(project_checks(), off, {}).starved, Bound::off());
	EXPECT_EQ(merge_checks(project_checks(), off, {.starved = 2}).starved, Bound(2));
}

TEST(MergeChecks, AYesNeedsAllThree)
{
	Checks no = {.still_attached = false};

	for (int i = 0; i < 3; i++) {
		Checks merged = merge_checks(i == 0 ? no : Checks(), i == 1 ? no : Checks(),
					     i == 2 ? no : Checks());

		EXPECT_FALSE(merged.still_attached);
		EXPECT_TRUE(merged.nothing_left);
	}
}

} /* namespace */
} /* namespace ktstr */
