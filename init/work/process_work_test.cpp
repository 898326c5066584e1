/* SPDX-License-Identifier: GPL-2.0 */
#include <sys/stat.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>

#include "harness/base/test_folder.h"
#include "init/sys.h"
#include "init/work/child_cgroups.h"
#include "init/work/test_workers.h"

namespace ktstr {
namespace {

namespace fs = std::filesystem;

std::string own_cgroup()
{
	return parse_cgroup_path(read_text("/proc/self/cgroup").value_or("")).value();
}

/** A folder that stands in for the cgroup2 hierarchy, with one for this process's cgroup. */
class FolderOfCgroups {
public:
	FolderOfCgroups() { fs::create_directories(own()); }

	std::string own() const { return folder_.path() + own_cgroup(); }
	WorkDevices devices() const { return {.cgroups = folder_.path()}; }

private:
	test::TestFolder folder_;
};

/** A cgroup in the machine's own cgroup2 hierarchy; the test is in it for the object's lifetime. */
class RealCgroup {
public:
	RealCgroup() : before_(own_cgroup())
	{
		std::ifstream mounts("/proc/self/mounts");
		std::string device, folder, type, rest;

		while (mounts >> device >> folder >> type && std::getline(mounts, rest))
			if (type == "cgroup2")
				root_ = folder;
		path_ = root_ + before_ + "/ktstr-test-" + std::to_string(getpid());
		made_ = !root_.empty() && mkdir(path_.c_str(), 0755) == 0;
		joined_ = made_ && write_text(path_ + "/cgroup.procs", "0");
	}

	~RealCgroup()
	{
		std::error_code ignored;

		if (joined_)
			write_text(root_ + before_ + "/cgroup.procs", "0");
		if (!made_)
			return;
		for (const std::string &child : children())
			rmdir((path_ + "/" + child).c_str());
		rmdir(path_.c_str());
	}

	bool usable() const { return joined_; }
	WorkDevices devices() const { return {.cgroups = root_}; }
	std::set<std::string> children() const
	{
		std::set<std::string> names;
		std::error_code gone;

		for (const auto &entry : fs::directory_iterator(path_))
			if (entry.is_directory(gone))
				names.insert(entry.path().filename());
		return names;
	}

private:
	std::string before_;
	std::string root_;
	std::string path_;
	bool made_ = false;
	bool joined_ = false;
};

/** The last component of the path of @pid's cgroup. */
std::string cgroup_name(pid_t pid)
{
	std::string file = "/proc/" + std::to_string(pid) + "/cgroup";

	return fs::path(parse_cgroup_path(read_text(file).value_or("")).value()).filename();
}

std::string child_name(pid_t pid, unsigned number)
{
	return "work+" + std::to_string(pid) + "+" + std::to_string(number);
}

pid_t pid_of_a_child_now()
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	waitpid(pid, nullptr, 0);
	return pid;
}

TEST(ProcessWork, ForkExitUsesUpPids)
{
	TestWorkers workers(ForkExit{});

	ASSERT_TRUE(workers.wait_for_iterations(1));
	/* Pids wrap around at pid_max, which can spoil only one of several tries. */
	for (unsigned i = 0; i < 4; i++) {
		uint64_t iterations = workers.iterations();
		pid_t before = pid_of_a_child_now();

		ASSERT_TRUE(workers.wait_for_iterations(iterations + 52));
		if (pid_of_a_child_now() >= before + 50)
			return;
	}
	ADD_FAILURE() << "no pids were used";
}

TEST(ProcessWork, CgroupChurnMakesAndRemovesInEachPeriod)
{
	FolderOfCgroups folder;
	uint64_t begin = work_clock_ns();
	TestWorkers workers(CgroupChurn{.groups = 3, .period_ms = 2}, 2, folder.devices());
	std::set<std::string> seen, wanted;

	for (unsigned worker = 0; worker < 2; worker++)
		for (unsigned i = 0; i < 3; i++)
			wanted.insert(child_name(workers.pid(worker), i));
	ASSERT_TRUE(workers.wait_for_iterations(5));
	EXPECT_GE(work_clock_ns() - begin, 4u * 2000000);
	/* They are gone while the worker sleeps. */
	EXPECT_TRUE(workers.wait_until([&] { return fs::is_empty(folder.own()); }));
	EXPECT_TRUE(workers.wait_until([&] {
		for (const std::string &name : wanted)
			if (fs::exists(folder.own() + "/" + name))
				seen.insert(name);
		return seen == wanted;
	}));
}

TEST(ProcessWork, CgroupChurnGoesOnWhereOneWithItsPidWasKilled)
{
	FolderOfCgroups folder;
	TestWorkers workers(
		CgroupChurn{.groups = 3, .period_ms = 1}, 1, folder.devices(),
		[&](pid_t pid) { fs::create_directory(folder.own() + "/" + child_name(pid, 1)); });

	ASSERT_TRUE(workers.wait_for_iterations(1));
	EXPECT_TRUE(workers.wait_until([&] { return fs::is_empty(folder.own()); }));
}

TEST(ProcessWork, CgroupAttachStormWritesToOneAfterTheOther)
{
	FolderOfCgroups folder;
	std::vector<std::string> files;
	TestWorkers workers(CgroupAttachStorm{.groups = 3}, 1, folder.devices(), [&](pid_t pid) {
		for (unsigned i = 0; i < 3; i++) {
			std::string child = folder.own() + "/" + child_name(pid, i);

			fs::create_directory(child);
			files.push_back(child + "/cgroup.procs");
			std::ofstream(files.back()).flush();
		}
	});

	ASSERT_EQ(files.size(), 3u);
	/* Each file is written again after it was emptied. */
	for (unsigned round = 0; round < 2; round++) {
		for (const std::string &file : files) {
			fs::resize_file(file, 0);
			EXPECT_TRUE(workers.wait_until([&] { return read_line(file) == "0"; }));
		}
	}
	EXPECT_GE(workers.iterations(), 5u);
}

TEST(ProcessWork, CgroupAttachStormSaysThatItHasNoCgroups)
{
	WorkDevices devices;
	devices.cgroups = "/proc/none";
	Result<std::unique_ptr<TeamWork>> team =
		TeamWork::create(CgroupAttachStorm{}, 1, 1, devices);
	ASSERT_TRUE(team.ok());
	pid_t pid = fork();

	if (pid == 0)
		run_work(*team.value(), 0);
	waitpid(pid, nullptr, 0);
	EXPECT_EQ(team.value()->report(0).state.load(), uint32_t(WorkerState::failed));
	EXPECT_NE(strstr(team.value()->report(0).failure, "make cgroup /proc/none"), nullptr);
}

TEST(ProcessWork, CgroupAttachStormMovesInTheRealHierarchy)
{
	RealCgroup cgroup;
	if (!cgroup.usable())
		GTEST_SKIP() << "no cgroup2 hierarchy in which this user may make a cgroup";
	TestWorkers workers(CgroupAttachStorm{.groups = 2}, 2, cgroup.devices());

	for (unsigned worker = 0; worker < 2; worker++) {
		for (unsigned i : {0, 1, 0}) {
			EXPECT_TRUE(workers.wait_until([&] {
				return cgroup_name(workers.pid(worker)) ==
				       child_name(workers.pid(worker), i);
			}));
		}
	}
	EXPECT_EQ(cgroup.children().size(), 4u);
}

TEST(ProcessWork, CgroupChurnIsDoneInTheRealHierarchy)
{
	RealCgroup cgroup;
	if (!cgroup.usable())
		GTEST_SKIP() << "no cgroup2 hierarchy in which this user may make a cgroup";
	TestWorkers workers(CgroupChurn{.groups = 4, .period_ms = 1}, 2, cgroup.devices());

	ASSERT_TRUE(workers.wait_for_iterations(10));
	EXPECT_TRUE(workers.wait_until([&] { return cgroup.children().size() >= 2; }));
}

} /* namespace */
} /* namespace ktstr */
