/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/image/command_programs.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "harness/base/files.h"
#include "harness/base/test_folder.h"

namespace ktstr {
namespace {

using Words = std::vector<std::string>;

TEST(CommandPrograms, TakesTheWordsOfAShellCommand)
{
	EXPECT_EQ(command_words("lscpu -e; numactl -H || cat /sys/x"),
		  (Words{"lscpu", "-e", "numactl", "-H", "cat", "/sys/x"}));
	EXPECT_EQ(command_words("a=$(nproc)&&\"perf\" stat 'b c'>out"),
		  (Words{"nproc", "perf", "stat", "b", "c", "out"}));
	EXPECT_EQ(command_words("x x x"), Words{"x"});
	EXPECT_EQ(command_words("cat /sys/*/a"), Words{"cat"});
}

TEST(CommandPrograms, EndsOnHostileText)
{
	EXPECT_TRUE(command_words("").empty());
	EXPECT_TRUE(command_words(std::string(10000, ';')).empty());
	EXPECT_TRUE(command_words(std::string("a\0b", 3)).empty());
	EXPECT_TRUE(command_programs("no-such-program-here", "").empty());
	EXPECT_TRUE(command_programs("/ . .. //", "/usr/bin::/").empty());
}

TEST(FindProgram, ByNameOrByAbsolutePath)
{
	test::TestFolder folder;
	std::string script = folder.write("a/tool", "#!/bin/sh\n");
	std::string text = folder.write("b/tool", "#!");
	std::string path = folder.path();

	ASSERT_EQ(chmod(script.c_str(), 0755), 0);
	ASSERT_EQ(chmod(text.c_str(), 0644), 0);
	EXPECT_EQ(find_program("tool", "/nowhere:" + path + "/b:" + path + "/a"), script);
	EXPECT_EQ(find_program(script, ""), script);
	EXPECT_EQ(find_program(text, ""), "");
	EXPECT_EQ(find_program(path, ""), "");
	for (const char *none : {"", "tool", "./tool", "a/tool", "/"})
		EXPECT_EQ(find_program(none, "::.:a"), "") << none;
	EXPECT_TRUE(is_script(script));
	EXPECT_TRUE(is_script(text));
	EXPECT_FALSE(is_script(folder.write("short", "#")));
	EXPECT_FALSE(is_script(path + "/none"));
}

TEST(CommandPrograms, FindsProgramsAndNothingElse)
{
	char folder[] = "/tmp/ktstr-programs-XXXXXX";
	ASSERT_TRUE(mkdtemp(folder));
	std::string path = folder, tool = path + "/tool", text = path + "/text";
	ASSERT_TRUE(write_file(tool, "#!/bin/sh\n").ok());
	ASSERT_TRUE(write_file(text, "text").ok());
	ASSERT_EQ(chmod(tool.c_str(), 0755), 0);
	ASSERT_EQ(chmod(text.c_str(), 0644), 0);

	EXPECT_EQ(command_programs("tool | text; other", "/nowhere:" + path), Words{tool});
	EXPECT_EQ(command_programs(tool + " " + text, ""), Words{tool});
	EXPECT_TRUE(command_programs("./tool", path).empty());
	unlink(tool.c_str());
	unlink(text.c_str());
	rmdir(folder);
}

} /* namespace */
} /* namespace ktstr */
