/* SPDX-License-Identifier: GPL-2.0 */
/* The set-up scripts (harness/setup), with stand-ins for apt and make. */
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

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

TEST_F(SetUp, TheShellOfAKernelDeveloperDoesNotReachTheBuild)
{
	std::string build = shell_word(folder.path() + "/copy/harness/setup/build.sh");
	std::string seen = folder.path() + "/seen";

	for (const char *name : {"common.sh", "kernels.sh", "build.sh"})
		folder.write(std::string("copy/harness/setup/") + name, script_text(name));
	ASSERT_EQ(chmod(folder.write("bin/make", "#!/bin/sh\nenv > " + shell_word(seen) + "\n")
				.c_str(),
			0755),
		  0);
	run("export ARCH=arm64 CROSS_COMPILE=aarch64- LLVM=1 CC='ccache x' CXX=x CFLAGS='-a -b' "
	    "LDFLAGS=-c O=/o MAKEFLAGS=-n KTSTR_TREE=/tree KEPT=' kept '; bash " +
	    build + " > /dev/null");
	std::string text = "\n" + read_file(seen).value();
	for (const char *name :
	     {"ARCH", "CROSS_COMPILE", "LLVM", "CC", "CXX", "CFLAGS", "LDFLAGS", "O", "MAKEFLAGS"})
		EXPECT_EQ(text.find("\n" + std::string(name) + "="), std::string::npos) << name;
	EXPECT_NE(text.find("\nKEPT= kept \n"), std::string::npos);
}

TEST_F(SetUp, ANewBuildRemovesThoseOfCheckoutsThatAreGone)
{
	auto build_of = [this](const std::string &name, const std::string &checkout) {
		folder.write("cache/build/" + name + "/checkout", checkout + "\n");
		folder.write("cache/build/" + name + "/build.log", "");
		run("touch -d '2 days ago' " +
		    shell_word(cache() + "/build/" + name + "/build.log"));
		return cache() + "/build/" + name;
	};
	std::string build = shell_word(folder.path() + "/copy/harness/setup/build.sh");

	for (const char *name : {"common.sh", "kernels.sh", "build.sh"})
		folder.write(std::string("copy/harness/setup/") + name, script_text(name));
	ASSERT_EQ(chmod(folder.write("bin/make", "#!/bin/sh\n").c_str(), 0755), 0);
	std::string gone = build_of("gone", folder.path() + "/none");
	std::string used = build_of("used", folder.path() + "/none");
	std::string here = build_of("here", folder.path());
	folder.write("cache/build/used/build.log", "again");
	folder.write("cache/build/unnamed/build.log", "");

	run("bash " + build + " > " + shell_word(folder.path() + "/printed"));
	EXPECT_FALSE(folder_exists(gone));
	EXPECT_TRUE(folder_exists(used));
	EXPECT_TRUE(folder_exists(here));
	EXPECT_TRUE(folder_exists(cache() + "/build/unnamed"));
	std::string mine(trim(read_file(folder.path() + "/printed").value()));
	EXPECT_EQ(read_file(mine + "/checkout").value(), folder.path() + "/copy\n");
	/* Not each time: only where there was no build yet. */
	build_of("gone", folder.path() + "/none");
	run("bash " + build + " > /dev/null");
	EXPECT_TRUE(folder_exists(gone));
}

} /* namespace */
} /* namespace ktstr */
