/* SPDX-License-Identifier: GPL-2.0 */
/* The set-up scripts (harness/setup), with stand-ins for apt and make. */
#include <gtest/gtest.h>
#include <stdlib.h>

#include "harness/base/files.h"
#include "harness/base/test_folder.h"
#include "harness/base/text.h"

namespace ktstr {
namespace {

std::string script_text(const std::string &name)
{
	std::string here = __FILE__;

	return read_file(here.substr(0, here.rfind("options/")) + "setup/" + name).value();
}

class SetUp : public testing::Test {
protected:
	/** Runs @script in bash, with KTSTR_CACHE in the test's folder. */
	void run(const std::string &script)
	{
		std::string command = "KTSTR_CACHE=" + shell_word(cache()) + " KTSTR_TREE=/tree " +
				      "PATH=" + shell_word(folder.path() + "/bin") +
				      ":$PATH bash -c " + shell_word(script) + " 2>" +
				      shell_word(folder.path() + "/errors");

		ASSERT_EQ(system(command.c_str()), 0)
			<< read_file(folder.path() + "/errors").value();
	}
	std::string cache() const { return folder.path() + "/cache"; }

	test::TestFolder folder;
};

TEST_F(SetUp, PackageListsThatWereJustReadAreNotReadAgain)
{
	std::string log = folder.path() + "/log";
	std::string start = "again() { \"$@\"; }; . " +
			    shell_word(folder.write("apt.sh", script_text("apt.sh"))) +
			    "; update_view() { echo read $1 >> " + shell_word(log) + "; }; ";
	std::string stamp = shell_word(cache() + "/apt/far/updated");

	folder.write("cache/apt/far/conf", "");
	run(start + "fresh_view far && fresh_view far && fresh_view far anyway");
	EXPECT_EQ(read_file(log).value(), "read far\n");
	run("touch -d '11 minutes ago' " + stamp);
	run(start + "fresh_view far && fresh_view far anyway && fresh_view far anyway");
	EXPECT_EQ(read_file(log).value(), "read far\nread far\n");
	run("touch -d '13 hours ago' " + stamp);
	run(start + "fresh_view far");
	EXPECT_EQ(read_file(log).value(), "read far\nread far\nread far\n");
}

} /* namespace */
} /* namespace ktstr */
