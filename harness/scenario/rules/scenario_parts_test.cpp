/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/scenario/rules/scenario_parts.h"

#include <gtest/gtest.h>

namespace ktstr {
namespace {

TEST(ScenarioParts, PayloadsHaveTheNumberOfTheirPlace)
{
	Scenario scenario = {
		.backdrop = {.cgroups = {{.name = "x",
					  .payload = Payload{.name = "a", .program = "sh"}}}},
		.steps = {{.ops = {RunPayload{.payload = {.name = "b", .program = "sh"}},
				   AddCgroupDef{
					   {.name = "y",
					    .payload = Payload{.name = "a", .program = "sh"}}}}}}};
	std::vector<Payload> payloads = payloads_of(scenario);

	ASSERT_EQ(payloads.size(), 3u);
	EXPECT_EQ(payloads[1].name, "b");
	for (uint32_t i = 0; i < 3; i++)
		EXPECT_EQ(payloads[i].number, i);
	number_payloads(&scenario);
	EXPECT_EQ(std::get<AddCgroupDef>(scenario.steps[0].ops[1]).def.payload->number, 2u);
}

TEST(ScenarioParts, AProgramsPlaceIsThatOfItsField)
{
	auto runs = [](const char *program) { return Payload{.name = "a", .program = program}; };
	Scenario scenario = {
		.backdrop = {.cgroups = {{.name = "x"}, {.name = "y", .payload = runs("one")}}},
		.steps = {{.ops = {AddCgroup{"c"}, RunPayload{.payload = runs("two")}}},
			  {.ops = {AddCgroupDef{{.name = "z", .payload = runs("three")}},
				   RunPayload{.payload = runs("one")}}}}};

	EXPECT_EQ(place_of_program(scenario, "one"), "backdrop.cgroups[1].payload.program");
	EXPECT_EQ(place_of_program(scenario, "two"), "steps[0].ops[1].payload.program");
	EXPECT_EQ(place_of_program(scenario, "three"), "steps[1].ops[0].def.payload.program");
	EXPECT_EQ(place_of_program(scenario, "four"), "");
}

TEST(ScenarioParts, WorkersWhereverTheyStand)
{
	CgroupDef idle = {.name = "a"}, busy = {.name = "b", .work = {{.type = Spin{}}}};

	EXPECT_FALSE(starts_workers({.steps = {{.cgroups = {idle}, .ops = {AddCgroup{"c"}}}}}));
	EXPECT_TRUE(starts_workers({.backdrop = {.cgroups = {idle, busy}}}));
	EXPECT_TRUE(starts_workers({.steps = {{.cgroups = {busy}}}}));
	EXPECT_TRUE(starts_workers({.steps = {{.ops = {AddCgroupDef{busy}}}}}));
	EXPECT_TRUE(starts_workers({.backdrop = {.ops = {Spawn{}}}}));
}

TEST(ScenarioParts, EachHoldAndEachRoundIsAWindow)
{
	using Lengths = std::vector<uint32_t>;

	EXPECT_EQ(window_lengths_ms({.hold = HoldFor{0}}, 2000), Lengths());
	EXPECT_EQ(window_lengths_ms({.hold = HoldFor{7}}, 2000), Lengths({7}));
	EXPECT_EQ(window_lengths_ms({.hold = HoldShare{0.25}}, 2000), Lengths({500}));
	EXPECT_EQ(window_lengths_ms({.hold = HoldLoop{100, 250}}, 2000), Lengths({100, 100, 100}));
	EXPECT_EQ(window_lengths_ms({.hold = HoldLoop{1, UINT32_MAX / 4096}}, 0).size(),
		  size_t(UINT32_MAX / 4096));
	EXPECT_EQ(window_count({.steps = {{.hold = HoldFor{5}}, {}, {.hold = HoldLoop{2, 4}}}}),
		  3u);
}

} /* namespace */
} /* namespace ktstr */
