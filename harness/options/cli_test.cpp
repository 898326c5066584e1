/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/options/cli.h"

#include <gtest/gtest.h>

#include <set>

#include "harness/options/option_table.h"

namespace ktstr {
namespace {

std::string error_of(std::vector<std::string> arguments)
{
	Result<Options> options = parse_command_line(arguments);

	return options.ok() ? "" : options.error().to_string();
}

TEST(CommandLine, Options)
{
	Result<Options> parsed = parse_command_line({"-k", "K", "-T1:1:4:1", "--host=tcg", "-s",
						     "S", "--repeat", "3", "a*", "--", "-v", "x"});
	ASSERT_TRUE(parsed.ok());
	const Options &o = parsed.value();
	EXPECT_EQ(o.kernel, "K");
	EXPECT_EQ(o.topology->cpus(), 4u);
	EXPECT_EQ(o.host, HostChoice::tcg);
	EXPECT_EQ(o.repeat, 3u);
	EXPECT_EQ(o.globs, std::vector<std::string>{"a*"});
	EXPECT_EQ(o.scheduler_arguments, (std::vector<std::string>{"-v", "x"}));
}

TEST(CommandLine, AScenarioIsTheOnlyCase)
{
	EXPECT_EQ(parse_command_line({"--scenario", "a.json"}).value().scenario, "a.json");
	EXPECT_TRUE(parse_command_line({"-l", "-v", "--scenario=a.json"}).value().verbose);
	EXPECT_EQ(error_of({"--scenario=a.json", "boot.*"}), "--scenario takes no case: boot.*");
	for (const char *other : {"--shell", "--exec", "--doctor", "--check-config"}) {
		std::string argument = other;

		EXPECT_EQ(error_of({"--scenario=a.json",
				    argument == "--exec" ? "--exec=true" : argument}),
			  "bad option: --scenario: means nothing with " + argument);
	}
	EXPECT_EQ(error_of({"-v"}), "--verbose is for --list");
	EXPECT_NE(error_of({"--scenario="}).find("--scenario"), std::string::npos);
}

TEST(CommandLine, AnActionWithoutCasesNamesTheArgumentItRefuses)
{
	EXPECT_EQ(error_of({"--doctor", "foo"}), "--doctor takes no argument: foo");
	EXPECT_EQ(error_of({"foo", "--scenario-schema"}),
		  "--scenario-schema takes no argument: foo");
	EXPECT_EQ(error_of({"--shell", "foo"}), "--exec and --shell take no case: foo");
	EXPECT_EQ(error_of({"-xtrue", "foo", "bar"}), "--exec and --shell take no case: foo");
	EXPECT_EQ(error_of({"--check-config", "K", "foo"}), "--check-config takes one kernel: foo");
	EXPECT_EQ(error_of({"--check-config=K", "foo"}), "--check-config takes one kernel: foo");
	EXPECT_EQ(error_of({"-k", "K", "--check-config", "foo"}),
		  "--check-config takes one kernel: foo");
	EXPECT_EQ(parse_command_line({"--check-config", "K"}).value().kernel, "K");
	EXPECT_EQ(parse_command_line({"--check-config=K"}).value().kernel, "K");
	EXPECT_EQ(parse_command_line({"--doctor", "-k", "K"}).value().kernel, "K");
	EXPECT_EQ(error_of({"--doctor", "foo", "--help"}), "");
}

TEST(CommandLine, TheAttachTimeoutIsForAGivenScheduler)
{
	Result<Options> options = parse_command_line({"-s", "S", "--attach-timeout", "60"});

	ASSERT_TRUE(options.ok());
	EXPECT_EQ(options.value().attach_timeout_s, 60u);
	EXPECT_EQ(error_of({"--attach-timeout=60"}), "--attach-timeout needs --scheduler");
	EXPECT_NE(error_of({"-s", "S", "--attach-timeout=0"}).find("--attach-timeout"),
		  std::string::npos);
}

TEST(CommandLine, AnOptionThatTheActionIgnoresIsRefused)
{
	const std::vector<std::string> for_cases = {"--repeat=2", "--retry=1", "--junit=a",
						    "--format=json", "--scenario=a"};
	const std::vector<std::string> for_all = {"-j2", "--seed=2",   "--slow",       "-T1:1:1:1",
						  "-sS", "--host=tcg", "--memory=256", "--out=a"};

	for (const std::string &option : for_cases) {
		std::string name =
			option[1] == '-' ? option.substr(0, option.find('=')) : option.substr(0, 2);

		for (const char *action :
		     {"--shell", "--doctor", "--check-config", "--scenario-schema"}) {
			std::string refusal =
				"bad option: " + name + ": means nothing with " + action;

			EXPECT_EQ(error_of({option, action}), refusal);
			EXPECT_EQ(error_of({action, option}), refusal);
		}
		EXPECT_EQ(error_of({option, "-xtrue"}),
			  "bad option: " + name + ": means nothing with --exec");
		EXPECT_EQ(error_of({option}), "");
		EXPECT_EQ(error_of({option, "-l"}), "");
		EXPECT_EQ(error_of({option, "--shell", "--help"}), "");
	}
	for (const std::string &option : for_all) {
		EXPECT_EQ(error_of({option, "-xtrue"}), "");
		EXPECT_EQ(error_of({option, "--doctor"}), "");
	}
	for (const char *action : {"--shell", "-xtrue", "--doctor", "--check-config"})
		EXPECT_EQ(error_of({action, "-kK", "--bisect", "--no-install"}), "");
	EXPECT_EQ(error_of({"-xtrue", "--list"}),
		  "bad option: --list: cannot be combined with another action");
}

TEST(CommandLine, PinIsAFlag)
{
	EXPECT_TRUE(parse_command_line({"--pin"}).value().pin);
	EXPECT_FALSE(parse_command_line({}).value().pin);
	EXPECT_NE(error_of({"--pin=1"}).find("--pin"), std::string::npos);
}

TEST(CommandLine, ErrorsNameTheOption)
{
	EXPECT_NE(error_of({"--frobnicate"}).find("--frobnicate"), std::string::npos);
	EXPECT_NE(error_of({"--timeout=x"}).find("--timeout"), std::string::npos);
	EXPECT_NE(error_of({"-k"}).find("-k"), std::string::npos);
	EXPECT_NE(error_of({"--list=1"}).find("--list"), std::string::npos);
	EXPECT_EQ(error_of({"-T", "1:1:9999:1"}),
		  "bad option: -T: topology: CORES is 9999: at most 1024");
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

TEST(CommandLine, RefusalsSayTheCure)
{
	EXPECT_EQ(error_of({"--frobnicate"}), "unknown option: --frobnicate (--help lists all)");
	EXPECT_EQ(error_of({"--kernel"}), "needs a value: --kernel K");
	EXPECT_EQ(error_of({"-j", "65"}), "bad option: -j: not a number in range: 65 (1 to 64)");
}

TEST(CommandLine, EveryRowOfTheTable)
{
	std::set<std::string> names;
	std::set<char> letters;

	for (const OptionRow &row : option_rows()) {
		std::string name = std::string("--") + row.name;

		EXPECT_TRUE(names.insert(name).second) << name;
		EXPECT_TRUE(!row.letter || letters.insert(row.letter).second) << name;
		EXPECT_EQ(usage_text().find(name) != std::string::npos, row.help != nullptr)
			<< name;
		EXPECT_EQ(error_of({name}).starts_with("needs a value: " + name + " "),
			  row.needs_value())
			<< name;
		EXPECT_EQ(error_of({name + "=1"}) == "takes no value: " + name, !row.value) << name;
	}
}

TEST(CommandLine, HelpExplainsTopologiesAndExitCodes)
{
	std::string text = usage_text();

	for (const char *name :
	     {"no such scheduler", "all cases skipped", "64 bad options", "-x: the command's",
	      "125", "offline=N", "smt=off", "memory=", "distance=", "latency=", "bandwidth=",
	      "cpu=", "fault=", "2+1", "tiny-1llc", "numa4-12llc", "max-cpu-nosmt"})
		EXPECT_NE(text.find(name), std::string::npos) << name;
}

} /* namespace */
} /* namespace ktstr */
