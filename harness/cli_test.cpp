/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/cli.h"

#include <gtest/gtest.h>

namespace ktstr {
namespace {

std::string error_of(std::vector<std::string> arguments)
{
	Result<Options> options = parse_command_line(arguments);

	return options.ok() ? "" : options.error().to_string();
}

TEST(CommandLine, Options)
{
	Result<Options> parsed = parse_command_line({"-k", "K", "-T1:1:4:1", "--host=tcg", "-s", "S",
						     "--repeat", "3", "a*", "--", "-v", "x"});
	ASSERT_TRUE(parsed.ok());
	const Options &o = parsed.value();
	EXPECT_EQ(o.kernel, "K");
	EXPECT_EQ(o.topology->cpus(), 4u);
	EXPECT_EQ(o.host, HostChoice::tcg);
	EXPECT_EQ(o.repeat, 3u);
	EXPECT_EQ(o.globs, std::vector<std::string>{"a*"});
	EXPECT_EQ(o.scheduler_arguments, (std::vector<std::string>{"-v", "x"}));
}

TEST(CommandLine, ErrorsNameTheOption)
{
	EXPECT_NE(error_of({"--frobnicate"}).find("--frobnicate"), std::string::npos);
	EXPECT_NE(error_of({"--timeout=x"}).find("--timeout"), std::string::npos);
	EXPECT_NE(error_of({"-k"}).find("-k"), std::string::npos);
	EXPECT_NE(error_of({"--list=1"}).find("--list"), std::string::npos);
	EXPECT_NE(error_of({"-T", "1:1:99:1"}).find("-T"), std::string::npos);
	EXPECT_NE(error_of({"--jobs=18446744073709551616"}).find("--jobs"), std::string::npos);
	EXPECT_NE(error_of({"--host=xen"}).find("--host"), std::string::npos);
	EXPECT_FALSE(error_of({"--", "x"}).empty());
	EXPECT_FALSE(error_of({"-x", "true", "case"}).empty());
}

TEST(CommandLine, BisectIsSeenWhereTheRestDoesNotParse)
{
	EXPECT_TRUE(asks_for_bisect({"--frobnicate", "--bisect"}));
	EXPECT_FALSE(asks_for_bisect({"--frobnicate"}));
	EXPECT_FALSE(asks_for_bisect({"-s", "S", "--", "--bisect"}));
}

TEST(CommandLine, HelpNamesEveryOption)
{
	std::string text = usage_text();

	for (const char *name : {"--list", "--kernel", "--topology", "--scheduler", "--exec", "--include",
				 "--shell", "--jobs", "--host", "--memory", "--timeout", "--repeat",
				 "--retry", "--seed", "--keep-going", "--fail-fast", "--format",
				 "--junit", "--out", "--allow", "--check-config", "--doctor", "--bisect",
				 "--no-install", "--help", "64", "125"})
		EXPECT_NE(text.find(name), std::string::npos) << name;
}

TEST(CommandLine, Topologies)
{
	ASSERT_TRUE(parse_topology("tiny-1llc").ok());
	EXPECT_EQ(parse_topology("tiny-1llc").value().cpus(), 4u);
	for (const char *bad : {"", "1", "1:1:1", "0:1:1:1", "1:1:1:1:1", "2:1:1:1", "2:3:1:1",
				"1:1:8:2", "1:2:2:1", "1:1:2:2", "a:1:1:1", "1:1:-1:1"})
		EXPECT_FALSE(parse_topology(bad).ok()) << bad;
}

} /* namespace */
} /* namespace ktstr */
