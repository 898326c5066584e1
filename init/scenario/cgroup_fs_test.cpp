/* SPDX-License-Identifier: GPL-2.0 */
#include "init/scenario/cgroup_fs.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "init/sys.h"

namespace ktstr {
namespace {

namespace fs = std::filesystem;

/* A folder replaces cgroupfs: it keeps what is written and has the files that a test creates. */
class CgroupFsTest : public testing::Test {
protected:
	void SetUp() override
	{
		std::string pattern = "/tmp/ktstr-test-XXXXXX";
		ASSERT_TRUE(mkdtemp(pattern.data()));
		mount_ = pattern;
		cgroups_ = std::make_unique<CgroupFs>(mount_);
	}
	void TearDown() override { fs::remove_all(mount_); }

	void put(const std::string &path, const std::string &text = "")
	{
		std::ofstream(mount_ + "/" + path) << text;
	}
	std::string get(const std::string &path) { return read_line(mount_ + "/" + path); }

	std::string mount_;
	std::unique_ptr<CgroupFs> cgroups_;
};

TEST_F(CgroupFsTest, EnablesTheControllersThatThereAre)
{
	put("cgroup.controllers", "cpu cpuset_other pids\n");
	put("cgroup.subtree_control");
	ASSERT_TRUE(cgroups_->create_base().ok());
	/* In a plain folder each write replaces the one before it. */
	EXPECT_EQ(get("cgroup.subtree_control"), "+pids");
	EXPECT_TRUE(fs::is_directory(mount_ + "/ktstr"));
	Result<void> again = cgroups_->create_base();
	ASSERT_FALSE(again.ok());
	EXPECT_EQ(again.error().code, EEXIST);
}

TEST_F(CgroupFsTest, NamesAreBelowTheScenariosOwn)
{
	ASSERT_TRUE(cgroups_->create_base().ok());
	ASSERT_TRUE(cgroups_->make("a").ok());
	ASSERT_TRUE(cgroups_->make("a/b").ok());
	EXPECT_TRUE(fs::is_directory(mount_ + "/ktstr/a/b"));
	EXPECT_EQ(cgroups_->all().size(), 3u);
	Result<void> twice = cgroups_->make("a");
	ASSERT_FALSE(twice.ok());
	EXPECT_NE(twice.error().to_string().find("make cgroup: a: File exists"), std::string::npos);
}

TEST_F(CgroupFsTest, WritesLimitsAndNothingElse)
{
	CgroupDef def = {
		.name = "a", .cpu_max = 0.5, .cpu_weight = 200, .cpu_idle = true, .pids_max = 7};

	ASSERT_TRUE(cgroups_->create_base().ok() && cgroups_->make("a").ok());
	for (const char *file : {"cpu.max", "cpu.weight", "cpu.idle", "pids.max", "memory.max"})
		put(std::string("ktstr/a/") + file, "old");
	ASSERT_TRUE(cgroups_->set_limits(def).ok());
	EXPECT_EQ(get("ktstr/a/cpu.max"), "50000 100000");
	EXPECT_EQ(get("ktstr/a/cpu.weight"), "200");
	EXPECT_EQ(get("ktstr/a/cpu.idle"), "1ld");
	EXPECT_EQ(get("ktstr/a/pids.max"), "7ld");
	EXPECT_EQ(get("ktstr/a/memory.max"), "old");
}

TEST_F(CgroupFsTest, ErrorsNameCgroupFileAndValue)
{
	ASSERT_TRUE(cgroups_->create_base().ok() && cgroups_->make("a").ok());
	Result<void> written = cgroups_->write("a", "cpuset.cpus", "0-3");
	ASSERT_FALSE(written.ok());
	EXPECT_EQ(written.error().to_string(),
		  "cgroup: a: cpuset.cpus: 0-3: No such file or directory");
	Result<void> moved = cgroups_->move(77, "a");
	ASSERT_FALSE(moved.ok());
	EXPECT_NE(moved.error().to_string().find("pid 77 to cgroup \"a\""), std::string::npos);
}

TEST_F(CgroupFsTest, ProcessesOfOneAndOfAllBelowIt)
{
	ASSERT_TRUE(cgroups_->create_base().ok() && cgroups_->make("a").ok() &&
		    cgroups_->make("a/b").ok());
	put("ktstr/a/cgroup.procs", "1\n22\n");
	put("ktstr/a/b/cgroup.procs", "333\n");
	EXPECT_EQ(cgroups_->processes("a", false), std::vector<pid_t>({1, 22}));
	EXPECT_EQ(cgroups_->processes("a", true), std::vector<pid_t>({1, 22, 333}));
	EXPECT_TRUE(cgroups_->processes("none", true).empty());
	put("ktstr/a/cgroup.procs", "x\n");
	EXPECT_TRUE(cgroups_->processes("a", false).empty());
}

TEST_F(CgroupFsTest, RemovesWithAllBelow)
{
	ASSERT_TRUE(cgroups_->create_base().ok() && cgroups_->make("a").ok() &&
		    cgroups_->make("a/b").ok());
	ASSERT_TRUE(cgroups_->remove("a", [] { return false; }).ok());
	EXPECT_EQ(cgroups_->all().size(), 1u);
}

TEST_F(CgroupFsTest, OnlyWhatWorkersMadeGoes)
{
	ASSERT_TRUE(cgroups_->create_base().ok() && cgroups_->make("a").ok() &&
		    cgroups_->make("a/b").ok());
	for (const char *child : {"work+77+0", "work+77+1", "work+778+0"})
		fs::create_directory(mount_ + "/ktstr/a/" + child);
	cgroups_->remove_workers_own("a", {77});
	EXPECT_FALSE(fs::exists(mount_ + "/ktstr/a/work+77+0"));
	EXPECT_FALSE(fs::exists(mount_ + "/ktstr/a/work+77+1"));
	EXPECT_TRUE(fs::exists(mount_ + "/ktstr/a/work+778+0"));
	EXPECT_TRUE(fs::exists(mount_ + "/ktstr/a/b"));
}

TEST_F(CgroupFsTest, GivesAllThatAUserNeeds)
{
	ASSERT_TRUE(cgroups_->create_base().ok() && cgroups_->make("a").ok());
	EXPECT_FALSE(cgroups_->give_to("a", getuid(), getgid()).ok());
	for (const char *file : {"cgroup.procs", "cgroup.threads", "cgroup.subtree_control"})
		put(std::string("ktstr/a/") + file);
	EXPECT_TRUE(cgroups_->give_to("a", getuid(), {}).ok());
}

TEST_F(CgroupFsTest, WhatCannotBeRemovedIsToldWithWhoIsInIt)
{
	ASSERT_TRUE(cgroups_->create_base().ok() && cgroups_->make("a").ok());
	put("ktstr/a/cgroup.procs", "42\n");
	Result<void> removed = cgroups_->remove("a", [] { return false; });
	ASSERT_FALSE(removed.ok());
	EXPECT_NE(removed.error().to_string().find("a, in it: 42"), std::string::npos);
}

TEST_F(CgroupFsTest, ClearsWhatACrashLeft)
{
	EXPECT_TRUE(clear_scenario_cgroups(0, mount_));
	ASSERT_TRUE(cgroups_->create_base().ok() && cgroups_->make("a").ok() &&
		    cgroups_->make("a/b").ok());
	EXPECT_TRUE(clear_scenario_cgroups(boot_time_ns(), mount_));
	EXPECT_TRUE(cgroups_->all().empty());
	ASSERT_TRUE(cgroups_->create_base().ok());
	put("ktstr/stays");
	EXPECT_FALSE(clear_scenario_cgroups(boot_time_ns(), mount_));
}

} /* namespace */
} /* namespace ktstr */
