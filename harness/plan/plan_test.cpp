/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/plan/plan.h"

#include <gtest/gtest.h>

#include "harness/base/test_folder.h"
#include "harness/scenario/rules/build_features.h"

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

TEST(MakePlan, SlowCasesRunWhenAskedFor)
{
	const Case slow = {.name = "wide.slow", .description = "takes long", .slow = true};
	const Case quick = {.name = "wide.quick", .description = "does not"};
	const Case other = {.name = "x.slow", .description = "too", .slow = true};
	const std::vector<const Case *> cases = {&quick, &slow, &other};
	Options options;

	EXPECT_EQ(names(make_plan(cases, options).value()), Names{"wide.quick"});
	options.globs = {"wide.*"};
	EXPECT_EQ(names(make_plan(cases, options).value()), Names{"wide.quick"});
	options.globs = {"wide.*", "x.slow"};
	EXPECT_EQ(names(make_plan(cases, options).value()), (Names{"wide.quick", "x.slow"}));
	options.globs = {"wide.slow"};
	EXPECT_EQ(names(make_plan(cases, options).value()), Names{"wide.slow"});
	options.globs = {"x.*"};
	EXPECT_EQ(make_plan(cases, options).error().to_string(),
		  "only slow cases match, add --slow: x.*");
	options.slow = true;
	EXPECT_EQ(names(make_plan(cases, options).value()), Names{"x.slow"});
	options.globs = {};
	EXPECT_EQ(make_plan(cases, options).value().size(), 3u);
	options.slow = false;
	options.action = Options::Action::list;
	EXPECT_NE(list_text(make_plan(cases, options).value(), false).find("takes long (slow)\n"),
		  std::string::npos);
}

TEST(MakePlan, MachinesThatCannotBeAreRefused)
{
	const Case wide = {.name = "wide", .description = "a", .topology = {1, 14, 18, 1}};
	const Case own = {.name = "own",
			  .description = "b",
			  .topology = {.numa_nodes = 2, .llcs = 2, .node_memory_mib = {256, 256}}};
	Options options;

	EXPECT_TRUE(make_plan({&wide, &own}, options).ok());
	/* --memory is only a minimum for cases with their own machine, and memory= overrides it. */
	options.memory_mib = 600;
	std::vector<PlannedCase> plan = make_plan({&own, &wide, &kBoot}, options).value();
	EXPECT_EQ(memory_note(plan, options),
		  "these cases need more than --memory and get it: wide");
	options.memory_mib = 700;
	EXPECT_EQ(memory_note(plan, options), "");
	options.memory_mib = 600;
	options.topology = wide.topology;
	EXPECT_EQ(make_plan({&kBoot}, options).error().to_string(),
		  "topology: memory is 600 MiB: at least 696 for 252 CPUs and 1 node");
	options.topology = own.topology;
	EXPECT_EQ(make_plan({&kBoot}, options).error().to_string(),
		  "topology: memory is 600 MiB, but the nodes' memory= is 512 MiB in all");
	options.memory_mib = 511;
	EXPECT_TRUE(make_plan({&kBoot}, options).ok());
	options.topology->fault = "nonsense";
	EXPECT_FALSE(check_machine(*options.topology, options).ok());
}

TEST(MakePlan, TooLittleMemoryForACommandIsRefused)
{
	Options options;

	options.action = Options::Action::exec;
	options.memory_mib = 128;
	EXPECT_EQ(check_machine({}, options).error().to_string(),
		  "topology: memory is 128 MiB: at least 196 for 2 CPUs and 1 node");
	options.memory_mib = 196;
	EXPECT_TRUE(check_machine({}, options).ok());
}

TEST(MakePlan, CasesAboutTheirMachineKeepIt)
{
	const Case fixed = {.name = "machine.smt",
			    .description = "a",
			    .topology = {1, 2, 2, 2},
			    .fixed_topology = true};
	const Case other = {.name = "machine.any", .description = "b"};
	const std::vector<const Case *> cases = {&other, &fixed};
	Options options;

	EXPECT_EQ(make_plan(cases, options).value().size(), 2u);
	options.topology = Topology{1, 1, 4, 1};
	EXPECT_EQ(names(make_plan(cases, options).value()), Names{"machine.any"});
	options.globs = {"machine.*"};
	EXPECT_EQ(names(make_plan(cases, options).value()), Names{"machine.any"});
	options.globs = {"machine.s*"};
	EXPECT_EQ(make_plan(cases, options).error().to_string(),
		  "only cases with a machine of their own match, which -T replaces only if the "
		  "name is given in full: machine.s*");
	options.globs = {};
	EXPECT_EQ(make_plan({&fixed}, options).error().to_string(),
		  "no case runs with -T unless named in full");
	/* The way a repro line names it. */
	options.globs = {"machine.smt"};
	EXPECT_EQ(make_plan(cases, options).value().at(0).topology, *options.topology);
	options.topology = fixed.topology;
	options.globs = {"machine.*"};
	EXPECT_EQ(make_plan(cases, options).value().size(), 2u);
}

Scenario on_llc(uint32_t llc)
{
	return {.steps = {{.cgroups = {
				   {.name = "a", .cpuset = LlcCpus{llc}, .work = {WorkSpec{}}}}}}};
}

TEST(MakePlan, ScenariosThatCannotBeOnAGivenMachineAreLeftOut)
{
	const Case first = {.name = "llc.first", .description = "a", .scenario = on_llc(0)};
	const Case second = {.name = "llc.second",
			     .description = "b",
			     .topology = {1, 2, 2, 1},
			     .scenario = on_llc(1)};
	const std::vector<const Case *> cases = {&first, &second};
	Options options;

	EXPECT_EQ(make_plan(cases, options).value().size(), 2u);
	options.topology = Topology{1, 1, 4, 1};
	EXPECT_EQ(names(make_plan(cases, options).value()), Names{"llc.first"});
	options.globs = {"*.second*"};
	EXPECT_EQ(make_plan(cases, options).error().to_string(),
		  "no matching case can run on the machine given with -T, give a full name for the "
		  "reason: *.second*");
	options.globs = {"llc.second"};
	EXPECT_TRUE(
		make_plan(cases, options)
			.error()
			.to_string()
			.starts_with("scenario: llc.second: scenario.steps[0].cgroups[0].cpuset: "))
		<< make_plan(cases, options).error().to_string();
	options.topology = Topology{1, 4, 4, 1};
	EXPECT_EQ(make_plan(cases, options).value().size(), 1u);
}

TEST(MakePlan, AScenarioThatMakesNoSenseIsAnError)
{
	const Case broken = {.name = "broken", .description = "a", .scenario = on_llc(1)};
	Options options;

	options.repeat = 2;
	EXPECT_TRUE(make_plan({&kBoot, &broken}, options)
			    .error()
			    .to_string()
			    .starts_with("scenario: broken: scenario.steps[0].cgroups[0]."));
}

TEST(FitMemory, WhatAHostCannotGive)
{
	const Case large = {.name = "large", .description = "a", .topology = {1, 1, 1000, 1}};
	Options options;
	std::vector<PlannedCase> plan = make_plan({&large, &kBoot}, options).value();

	/* A case's own machine that does not fit affects only that case. */
	ASSERT_TRUE(fit_memory(&plan, options, 3840).ok());
	EXPECT_EQ(plan[0].too_large, "memory is 4512 MiB: at most 3840 on this host");
	EXPECT_EQ(plan[1].too_large, "");
	options.memory_mib = 3000;
	ASSERT_TRUE(fit_memory(&plan, options, 3840).ok());
	EXPECT_EQ(plan[0].too_large, "");
	options.memory_mib = 3842;
	EXPECT_EQ(fit_memory(&plan, options, 3840).error().to_string(),
		  "topology: memory is 3842 MiB: at most 3840 on this host");
	options.memory_mib = 0;
	options.topology = large.topology;
	EXPECT_FALSE(fit_memory(&plan, options, 3840).ok());
	options.topology = {};
	options.action = Options::Action::exec;
	plan.clear();
	EXPECT_TRUE(fit_memory(&plan, options, 520).ok());
	EXPECT_FALSE(fit_memory(&plan, options, 519).ok());
}

TEST(GatePlan, AKernelThatIsNotWideEnoughSkips)
{
	const Case wide = {
		.name = "wide", .description = "a", .topology = {1, 2, 8, 1}, .needs_scx = false};
	KernelUnderTest kernel;
	std::string config = "CONFIG_NR_CPUS=8\n";

	for (const ConfigNeed &need : base_needs())
		config += std::string(need.option) + "=y\n";
	kernel.config = KernelConfig::parse(config);
	std::vector<PlannedCase> plan = make_plan({&wide, &kBoot}, {}).value();
	gate_plan(&plan, kernel, {}, false);
	EXPECT_EQ(plan[0].skip, "feature-missing:nr-cpus");
	EXPECT_EQ(plan[1].skip, "");
	plan[0].topology = {2, 2, 1, 1};
	gate_plan(&plan, kernel, {}, false);
	EXPECT_EQ(plan[0].skip, "feature-missing:nr-nodes");
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

TEST(GatePlan, PayloadsThatThisHostLacksSkip)
{
	auto with = [](const char *name, const char *program) {
		Payload payload = {.name = "p", .program = program};

		return Case{.name = name,
			    .description = "a",
			    .needs_scx = false,
			    .scenario = {.steps = {{.ops = {RunPayload{.payload = payload}}}}}};
	};
	const Case there = with("a", "sh"), absent = with("b", "ktstr-no-such-program"),
		   path = with("c", "/nowhere/fio");
	std::vector<PlannedCase> plan = make_plan({&there, &absent, &path}, {}).value();

	gate_plan(&plan, {}, {}, false);
	EXPECT_EQ(plan[0].skip, "");
	EXPECT_EQ(plan[1].skip, "feature-missing:ktstr-no-such-program");
	EXPECT_EQ(plan[2].skip, "feature-missing:/nowhere/fio");
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
	/* A case that can run does run if it was named. */
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
	EXPECT_EQ(list_text(make_plan(kCases, {}).value(), false),
		  "attach.any  1:1:2:1  any(ktstr_fifo)  second\n"
		  "boot.a      1:1:2:1  none             first\n"
		  "tree.x      1:1:2:1  scx_x            third\n");
	EXPECT_EQ(list_text({}, true), "");
}

TEST(ListText, OnlyALineWithAVeryLongTopologyIsOutOfLine)
{
	auto on = [](const char *name, const char *topology) {
		return Case{.name = name,
			    .description = name,
			    .topology = parse_topology(topology).value()};
	};
	const Case plain = on("a", "1:2:2:2"), longer = on("b", "1:2:2:2,smt=off"),
		   ring = on("c", "3:3:2:1,distance=10+20+30/20+10+20/30+20+10");

	EXPECT_EQ(list_text(make_plan({&plain, &longer, &ring}, {}).value(), false),
		  "a  1:2:2:2          none  a\n"
		  "b  1:2:2:2,smt=off  none  b\n"
		  "c  3:3:2:1,distance=10+20+30/20+10+20/30+20+10  none  c\n");
}

TEST(ListText, ScenariosBelowTheirLines)
{
	const Case data = {.name = "llc.a", .description = "a", .scenario = on_llc(0)};
	std::vector<PlannedCase> plan = make_plan({&kBoot, &data}, {}).value();
	std::string text = list_text(plan, true);

	EXPECT_TRUE(text.starts_with("boot.a  1:1:2:1  none  first\n"
				     "llc.a   1:1:2:1  none  a\n"
				     "    {\n"
				     "      \"name\": \"llc.a\",\n"))
		<< text;
	EXPECT_TRUE(text.ends_with("\n    }\n")) << text;
	EXPECT_EQ(list_text(plan, false).find('{'), std::string::npos);
}

} /* namespace */
} /* namespace ktstr */
