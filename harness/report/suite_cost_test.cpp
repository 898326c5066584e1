/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/report/suite_cost.h"

#include <gtest/gtest.h>

#include "harness/report/reporter.h"

namespace ktstr {
namespace {

std::vector<Outcome> outcomes(const std::vector<uint64_t> &times_ms)
{
	std::vector<Outcome> list;

	for (uint64_t time : times_ms) {
		Outcome outcome;

		outcome.time_ms = time;
		list.push_back(outcome);
	}
	return list;
}

TEST(SuiteCost, IdleIsWhatNoCaseTookOfTheSlots)
{
	SuiteCost cost = suite_cost(outcomes({60000, 30000, 0}), 2, 60000);

	EXPECT_DOUBLE_EQ(cost.idle_percent, 25);
	/* A case that did not run does not count. */
	EXPECT_DOUBLE_EQ(cost.cases_per_minute, 2);
	EXPECT_EQ(suite_text(cost),
		  "60 s with 2 VMs at a time, 25 % of it idle, 2.0 cases per minute");
}

TEST(SuiteCost, EndsOfTheRange)
{
	EXPECT_EQ(suite_text(suite_cost({}, 1, 1499)),
		  "1 s with 1 VM at a time, 100 % of it idle, 0.0 cases per minute");
	EXPECT_DOUBLE_EQ(suite_cost(outcomes({1001}), 1, 1000).idle_percent, 0);
	SuiteCost none = suite_cost(outcomes({5}), 2, 0);
	EXPECT_DOUBLE_EQ(none.idle_percent, 0);
	EXPECT_DOUBLE_EQ(none.cases_per_minute, 0);
}

TEST(SuiteCost, EveryFormatTellsIt)
{
	SuiteCost cost = suite_cost(outcomes({60000, 30000}), 2, 60000);
	std::string text = "# suite: " + suite_text(cost) + "\n";

	EXPECT_EQ(make_reporter(OutputFormat::tap)->suite(cost), text);
	EXPECT_EQ(make_reporter(OutputFormat::ktap)->suite(cost), "  " + text);
	std::unique_ptr<Reporter> json = make_reporter(OutputFormat::json);
	json->begin(0);
	EXPECT_EQ(json->suite(cost), "");
	EXPECT_NE(json->end().find("\"suite\":{\"wall_ms\":60000,\"slots\":2,\"idle_percent\":25.0,"
				   "\"cases_per_minute\":2.0}}\n"),
		  std::string::npos);
	EXPECT_EQ(make_reporter(OutputFormat::json)->end().find("suite"), std::string::npos);
}

} /* namespace */
} /* namespace ktstr */
