/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/plan.h"

#include <gtest/gtest.h>

#include "harness/scenario/build_features.h"
#include "harness/test_folder.h"

namespace ktstr {
namespace {

const Case kBoot = {.name = "boot.a", .description = "first", .needs_scx = false};
const Case kAny = {.name = "attach.any",
		   .description = "second",
		   .scheduler = {.kind = CaseScheduler::any, .program = "ktstr_fifo"}};
const Case kTree = {.name = "tree.x",
		    .description = "third",
		    .scheduler = {.kind = CaseScheduler::tree, .program = "scx_x"}};
const std::vector<const Case *> kCases = {&kAny, &kBoot, &kTree};

std::vector<std::string> names(const std::vector<PlannedCase> &plan)
{
	std::vector<std::string> all;

	for (const PlannedCase &planned : plan)
		all.push_back(planned.name);
	return all;
}

using Names = std::vector<std::string>;

TEST(MakePlan, AllInTheirOrder)
{
	std::vector<PlannedCase> plan = make_plan(kCases, {}).value();

	EXPECT_EQ(names(plan), (Names{"attach.any", "boot.a", "tree.x"}));
	EXPECT_EQ(plan[0].seed, 1u);
	EXPECT_EQ(plan[0].topology, Topology{});
}

TEST(MakePlan, Globs)
{
	Options options;

	options.globs = {"boot.*", "tree.x"};
	EXPECT_EQ(names(make_plan(kCases, options).value()), (Names{"boot.a", "tree.x"}));
	options.globs = {"boot.*", "nothing*"};
	EXPECT_FALSE(make_plan(kCases, options).ok());
	EXPECT_FALSE(make_plan({}, {}).ok());
}

TEST(MakePlan, RepeatsHaveNamesAndSeedsOfTheirOwn)
{
	Options options;

	options.globs = {"boot.a"};
	options.repeat = 2;
	options.seed = 40;
	options.topology = Topology{1, 2, 2, 1};
	std::vector<PlannedCase> plan = make_plan(kCases, options).value();
	EXPECT_EQ(names(plan), (Names{"boot.a:1", "boot.a:2"}));
	EXPECT_EQ(plan[1].seed, 41u);
	EXPECT_EQ(plan[1].topology.llcs, 2u);
}

TEST(MakePlan, AGivenSchedulerTakesTheCasesThatWillHaveIt)
{
	Options options;

	options.scheduler = "/s/mine";
	EXPECT_EQ(names(make_plan(kCases, options).value()), Names{"attach.any"});
	options.globs = {"boot.*"};
	EXPECT_FALSE(make_plan(kCases, options).ok());
}

TEST(GatePlan, SkipsByName)
{
	test::TestFolder folder;
	KernelUnderTest kernel;
	Settings settings;
	std::vector<PlannedCase> plan = make_plan(kCases, {}).value();

	gate_plan(&plan, kernel, settings, false);
	EXPECT_EQ(plan[0].skip, kHaveBpfSchedulers ? "" : kNoBpfSchedulers);
	EXPECT_EQ(plan[1].skip, "");
	EXPECT_EQ(plan[2].skip, "feature-missing:tree-schedulers");

	settings.tree_schedulers = folder.path();
	gate_plan(&plan, kernel, settings, false);
	EXPECT_EQ(plan[2].skip, "feature-missing:scx_x");
	folder.write("scx_x", "");
	plan = make_plan(kCases, {}).value();
	gate_plan(&plan, kernel, settings, true);
	EXPECT_EQ(plan[0].skip, "");
	EXPECT_EQ(plan[2].skip, "");
}

TEST(GatePlan, AKernelWithoutSchedExtSkipsAll)
{
	KernelUnderTest kernel;
	std::vector<PlannedCase> plan = make_plan(kCases, {}).value();
	Options options;

	kernel.has_btf = true;
	gate_plan(&plan, kernel, {}, false);
	EXPECT_EQ(plan[0].skip, "config-missing:CONFIG_SCHED_CLASS_EXT");
	EXPECT_EQ(plan[1].skip, "");
	EXPECT_EQ(reason_to_skip_all(plan, options), "config-missing:CONFIG_SCHED_CLASS_EXT");
	/* Who names a case that can run gets it. */
	options.globs = {"*"};
	EXPECT_EQ(reason_to_skip_all(plan, options), "");
}

TEST(ReasonToSkipAll, TheFirstWhereNoneCanRun)
{
	std::vector<PlannedCase> plan = {{&kAny, "a", {}, 1, "x"}, {&kBoot, "b", {}, 1, "x"}};

	EXPECT_EQ(reason_to_skip_all(plan, {}), "x");
	plan[1].skip = "y";
	EXPECT_EQ(reason_to_skip_all(plan, {}), "x");
	plan[1].skip = "";
	EXPECT_EQ(reason_to_skip_all(plan, {}), "");
}

TEST(ListText, OneAlignedLineForEach)
{
	EXPECT_EQ(list_text(make_plan(kCases, {}).value()),
		  "attach.any  1:1:2:1  any(ktstr_fifo)  second\n"
		  "boot.a      1:1:2:1  none             first\n"
		  "tree.x      1:1:2:1  scx_x            third\n");
	EXPECT_EQ(list_text({}), "");
}

} /* namespace */
} /* namespace ktstr */
