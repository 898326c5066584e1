/* SPDX-License-Identifier: GPL-2.0 */
#include "init/work/child_cgroups.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "harness/base/test_folder.h"
#include "init/sys.h"

namespace ktstr {
namespace {

/** A folder that stands in for the calling process's cgroup. */
class ChildCgroupsTest : public testing::Test {
protected:
	void SetUp() override
	{
		std::string own =
			parse_cgroup_path(read_text("/proc/self/cgroup").value_or("")).value();

		std::filesystem::create_directories(folder_.path() + own);
		parent_ = folder_.path() + own;
	}

	ChildCgroups children() { return ChildCgroups::of_own_cgroup(folder_.path()).value(); }

	test::TestFolder folder_;
	std::string parent_;
};

TEST(CgroupPath, IsThatOfTheSecondVersion)
{
	EXPECT_EQ(parse_cgroup_path("0::/\n").value(), "/");
	EXPECT_EQ(parse_cgroup_path("9:name=systemd:/x\n3:cpu:/y\n0::/a/b c\n").value(), "/a/b c");
	EXPECT_EQ(parse_cgroup_path("0::/a..b").value(), "/a..b");
}

TEST(CgroupPath, ThereMayBeNone)
{
	for (const char *text : {"", "\n", "1:cpu:/a\n", "0:", "0::", "0::a", "10::/a\n",
				 "0::/a (deleted)\n", "0::/..\n", "0::/../other\n"})
		EXPECT_FALSE(parse_cgroup_path(text).ok()) << text;
}

TEST_F(ChildCgroupsTest, MakesAndRemovesThem)
{
	ChildCgroups cgroups = children();

	EXPECT_EQ(std::filesystem::path(cgroups.path(0)).filename(),
		  "work+" + std::to_string(getpid()) + "+0");
	EXPECT_NE(cgroups.path(0), cgroups.path(1));
	ASSERT_TRUE(cgroups.make(0).ok());
	EXPECT_TRUE(cgroups.make(0).ok());
	EXPECT_TRUE(std::filesystem::is_directory(cgroups.path(0)));
	EXPECT_EQ(std::filesystem::canonical(cgroups.path(0)).parent_path(),
		  std::filesystem::canonical(parent_));
	EXPECT_TRUE(cgroups.remove(0).ok());
	Result<void> again = cgroups.remove(0);
	ASSERT_FALSE(again.ok());
	EXPECT_EQ(again.error().code, ENOENT);
}

TEST_F(ChildCgroupsTest, WritesWhatTheKernelHasFilesFor)
{
	ChildCgroups cgroups = children();
	std::string control = parent_ + "/cgroup.subtree_control";

	/* Without these files (no cpu controller) there is nothing to do. */
	ASSERT_TRUE(cgroups.make(0).ok());
	EXPECT_TRUE(cgroups.enable_cpu_controller().ok());
	EXPECT_TRUE(cgroups.make_threaded(0).ok());
	EXPECT_FALSE(std::filesystem::exists(control));
	EXPECT_FALSE(cgroups.open_procs(0).ok());

	for (const std::string &file :
	     {control, cgroups.path(0) + "/cgroup.type", cgroups.path(0) + "/cgroup.procs"})
		std::ofstream(file).flush();
	EXPECT_TRUE(cgroups.enable_cpu_controller().ok());
	EXPECT_TRUE(cgroups.make_threaded(0).ok());
	EXPECT_EQ(read_line(control), "+cpu");
	EXPECT_EQ(read_line(cgroups.path(0) + "/cgroup.type"), "threaded");
	EXPECT_TRUE(cgroups.open_procs(0).ok());
}

TEST_F(ChildCgroupsTest, SaysWhatItCannotWrite)
{
	std::filesystem::create_directory(parent_ + "/cgroup.subtree_control");
	Result<void> result = children().enable_cpu_controller();

	ASSERT_FALSE(result.ok());
	EXPECT_EQ(result.error().code, EISDIR);
	EXPECT_NE(result.error().detail.find("cgroup.subtree_control"), std::string::npos);
}

TEST(ChildCgroups, WithoutAFolderNoneIsMade)
{
	Result<void> made = ChildCgroups::of_own_cgroup("/proc/self/nothing").value().make(0);

	ASSERT_FALSE(made.ok());
	EXPECT_EQ(made.error().code, ENOENT);
}

} /* namespace */
} /* namespace ktstr */
