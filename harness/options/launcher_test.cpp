/* SPDX-License-Identifier: GPL-2.0 */
/*
 * run_ktstr.sh: what it knows of the options, and what it does with them in its three surroundings.
 */
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <regex>

#include "harness/base/files.h"
#include "harness/base/test_folder.h"
#include "harness/base/text.h"
#include "harness/options/option_table.h"

namespace ktstr {
namespace {

std::string launcher_text()
{
	std::string here = __FILE__;

	return read_file(here.substr(0, here.rfind("harness/")) + "run_ktstr.sh").value();
}

const OptionRow *row_of(const std::string &name)
{
	for (const OptionRow &row : option_rows()) {
		if (name == row.name)
			return &row;
	}
	return nullptr;
}

TEST(Launcher, KnowsNoOptionButFlagsOfTheTable)
{
	std::string text = launcher_text();
	std::regex label("\n\t*(-[^ )\n]*)\\)"), flag("--([a-z-]+)");
	size_t labels = 0;

	for (std::sregex_iterator at(text.begin(), text.end(), label), end; at != end; ++at) {
		std::string word = (*at)[1];
		std::smatch name;

		if (word == "--")
			continue;
		ASSERT_TRUE(std::regex_match(word, name, flag)) << word;
		const OptionRow *row = row_of(name[1]);
		ASSERT_NE(row, nullptr) << word;
		EXPECT_EQ(row->value, nullptr)
			<< word << " takes a value: its value is no word to skip";
		labels++;
	}
	EXPECT_EQ(labels, 2u);
	ASSERT_NE(text.find("ktstr\" --ask-version"), std::string::npos);
	EXPECT_NE(row_of("ask-version"), nullptr);
}

/* The script, and programs beside it that write down what they are asked. */
class LauncherRun : public testing::Test {
protected:
	LauncherRun() { script("copy/run_ktstr.sh", launcher_text()); }

	void script(const std::string &name, const std::string &text)
	{
		ASSERT_EQ(chmod(folder.write(name, text).c_str(), 0755), 0);
	}
	/* @name logs itself and its arguments, and then runs @more. */
	void recorder(const std::string &name, const std::string &more = "")
	{
		script(name, "#!/bin/sh\n{ printf " + base_name(name) +
				     "; printf ' [%s]' \"$@\"; echo; } >> " +
				     shell_word(log_path()) + "\n" + more + "\n");
	}
	void checkout(const std::string &version, int setup_exit)
	{
		recorder("copy/harness/setup/setup.sh", "exit " + std::to_string(setup_exit));
		recorder("copy/harness/setup/build.sh",
			 "echo " + shell_word(folder.path() + "/out"));
		recorder("out/ktstr", "[ \"$1\" != --ask-version ] || echo " + version);
	}
	int run(const std::string &arguments)
	{
		std::string command = "env -u KTSTR_OUTPUT -u KTSTR_PROGRAM " +
				      shell_word(folder.path() + "/copy/run_ktstr.sh") + " " +
				      arguments + " >" + shell_word(folder.path() + "/out.log") +
				      " 2>&1";
		int status = system(command.c_str());

		return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	}
	std::string log_path() const { return folder.path() + "/log"; }
	std::string log() const { return read_file(log_path()).value(); }
	std::string printed() const { return read_file(folder.path() + "/out.log").value(); }

	test::TestFolder folder;
};

TEST_F(LauncherRun, ABuildIsStartedWithTheArgumentsAsTheyAre)
{
	recorder("copy/ktstr", "exit 7");
	EXPECT_EQ(run("-k 7.1 --no-install -x 'a  b' ''"), 7);
	EXPECT_EQ(log(), "ktstr [-k] [7.1] [--no-install] [-x] [a  b] []\n");
}

TEST_F(LauncherRun, ACheckoutAloneIsSetUpAndBuiltFirst)
{
	checkout("", 0);
	EXPECT_EQ(run("-l"), 0);
	EXPECT_EQ(log(), "setup.sh []\nbuild.sh []\nktstr [--ask-version] [-l]\nktstr [-l]\n");
}

TEST_F(LauncherRun, TheVersionThatKtstrReadsInTheOptionsIsGot)
{
	checkout("7.1", 0);
	EXPECT_EQ(run("--no-install -k 7.1"), 0);
	EXPECT_EQ(log(), "setup.sh [--no-install]\nbuild.sh []\n"
			 "ktstr [--ask-version] [--no-install] [-k] [7.1]\n"
			 "setup.sh [--no-install] [--kernel] [7.1]\n"
			 "ktstr [--no-install] [-k] [7.1]\n");
}

TEST_F(LauncherRun, ASchedulersArgumentsAreNotItsOwn)
{
	checkout("", 1);
	EXPECT_EQ(run("-s S -- --no-install --bisect"), 1);
	EXPECT_EQ(log(), "setup.sh []\n");
	EXPECT_EQ(run("--bisect"), 125);
}

TEST_F(LauncherRun, StandardFilesThatAreClosedAreOpened)
{
	std::string start = "env -u KTSTR_OUTPUT -u KTSTR_PROGRAM " +
			    shell_word(folder.path() + "/copy/run_ktstr.sh");

	recorder("copy/ktstr", "open=$(cd /proc/$$/fd && readlink 0 1 2 | tr '\\n' ' ')\n"
			       "echo \"$open\" >> " +
				       shell_word(log_path()));
	EXPECT_EQ(system((start + " <&- >&-").c_str()), 0);
	EXPECT_TRUE(log().starts_with("ktstr []\n/dev/null /dev/null ")) << log();
	EXPECT_EQ(system((start + " <&- >&- 2>&-").c_str()), 0);
	EXPECT_TRUE(log().ends_with("ktstr []\n/dev/null /dev/null /dev/null \n")) << log();
}

TEST_F(LauncherRun, ATreeThatIsNotBuiltSkips)
{
	folder.write("lib.mk", "");
	EXPECT_EQ(run(""), 4);
	EXPECT_TRUE(printed().starts_with("TAP version 13\n1..0 # SKIP not built: ")) << printed();
	EXPECT_EQ(run("--bisect"), 125);
}

TEST_F(LauncherRun, NeitherCheckoutNorCopyIsAnError)
{
	EXPECT_EQ(run(""), 1);
	EXPECT_NE(printed().find("neither a checkout nor an installed copy"), std::string::npos);
}

} /* namespace */
} /* namespace ktstr */
