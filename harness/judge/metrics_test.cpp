/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/judge/metrics.h"

#include <gtest/gtest.h>

#include <string>

namespace ktstr {
namespace {

std::optional<double> json(std::string_view text, std::string_view path)
{
	return find_metric(text, Payload::Output::json, path);
}

std::optional<double> lines(std::string_view text, std::string_view name)
{
	return find_metric(text, Payload::Output::lines, name);
}

TEST(Metrics, JsonPaths)
{
	constexpr char text[] =
		"fio: warning\n{\"jobs\": [{\"read\": {\"iops\": 12.5, \"n\": 3}}]}\ntrailer";

	EXPECT_EQ(json(text, "jobs.0.read.iops"), 12.5);
	EXPECT_EQ(json(text, "jobs.0.read.n"), 3);
	EXPECT_FALSE(json(text, "jobs.1.read.iops"));
	EXPECT_FALSE(json(text, "jobs.0.read"));
	EXPECT_FALSE(json(text, "jobs.x.read"));
	EXPECT_FALSE(json(text, "jobs.0.read.iops.more"));
	EXPECT_FALSE(json(text, ""));
}

TEST(Metrics, JsonThatIsNone)
{
	EXPECT_FALSE(json("", "a"));
	EXPECT_FALSE(json("no braces", "a"));
	EXPECT_FALSE(json("{\"a\": 1", "a"));
	EXPECT_FALSE(json("{\"a\": \"1\"}", "a"));
	EXPECT_FALSE(json(std::string(100000, '['), "0"));
}

TEST(Metrics, Lines)
{
	constexpr char text[] = "rps 1\n  rps: 250.5 req/s\nlatency=7\nnote text\nTime = 3\n";

	EXPECT_EQ(lines(text, "rps"), 250.5);
	EXPECT_EQ(lines(text, "latency"), 7);
	EXPECT_EQ(lines(text, "Time"), 3);
	EXPECT_FALSE(lines(text, "late"));
	EXPECT_FALSE(lines(text, "note"));
	EXPECT_FALSE(lines(text, "none"));
	EXPECT_FALSE(lines("rps", "rps"));
	EXPECT_FALSE(lines("rps nan\nrps inf", "rps"));
}

TEST(Metrics, NoFormNoFigure)
{
	EXPECT_FALSE(find_metric("a 1", Payload::Output::none, "a"));
}

} /* namespace */
} /* namespace ktstr */
