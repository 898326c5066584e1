/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/hosts/emulated/qemu.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "harness/base/files.h"
#include "harness/base/test_folder.h"
#include "harness/hosts/emulated/agent_image.h"
#include "harness/placement/host_topology.h"

namespace ktstr {
namespace {

TEST(Qemu, ArgumentsEscapeCommasAndKeepFoldersApart)
{
	EmulatedHostConfig config;
	config.qemu_dir = "/nonexistent";
	config.folders = {{"/a,b", false}, {"/w", true}};
	std::vector<std::string> args = qemu_arguments(config, {10, 11, 12, 13}, "/logs/x,y");
	auto has = [&](const std::string &part) {
		return std::any_of(args.begin(), args.end(), [&](const std::string &a) {
			return a.find(part) != std::string::npos;
		});
	};
	EXPECT_EQ(args[0], "/nonexistent/usr/bin/qemu-system-x86_64");
	EXPECT_TRUE(has("readonly=on,path=/a,,b"));
	EXPECT_TRUE(has("readonly=off,path=/w"));
	EXPECT_TRUE(has("path=/logs/x,,y"));
	EXPECT_TRUE(has("thread=single"));
	EXPECT_TRUE(has("id=control,fd=11"));
	EXPECT_EQ(program_file(config, {10, 11, 12, 13}), args[0]);
	EXPECT_EQ(program_file(config, {10, 11, 12, 13, 14}), "/proc/self/fd/14");
}

TEST(Qemu, MountOrderPutsParentsFirst)
{
	auto folders = mount_order(
		{{"/a/b/c", false}, {"/z", false}, {"/a", true}, {"/a/b", false}, {"/z", true}});
	ASSERT_EQ(folders.size(), 4u);
	EXPECT_EQ(folders[0].path, "/a");
	EXPECT_EQ(folders[1].path, "/a/b");
	EXPECT_EQ(folders[2].path, "/a/b/c");
	EXPECT_EQ(folders[3].path, "/z");
	EXPECT_TRUE(folders[3].writable);
}

TEST(Qemu, StaysOnItsCpu)
{
	test::TestFolder folder;
	EmulatedHostConfig config;
	UniqueFd initrd(dup(0));
	unsigned cpu = allowed_cpus().value().back();
	std::string program = folder.write("usr/bin/qemu-system-x86_64",
					   "#!/bin/sh\ngrep Cpus_allowed_list /proc/self/status\n");

	ASSERT_EQ(chmod(program.c_str(), 0755), 0);
	config.qemu_dir = folder.path();
	Result<std::unique_ptr<Qemu>> qemu =
		Qemu::start(config, initrd, folder.path() + "/log", cpu);
	ASSERT_TRUE(qemu.ok()) << qemu.error().to_string();
	pollfd ended = {qemu.value()->ended().get(), POLLIN, 0};
	ASSERT_EQ(poll(&ended, 1, 60000), 1);
	EXPECT_EQ(read_file(folder.path() + "/log.qemu").value(),
		  "QEMU not mended: no store of the vector in helper_vmrun(): " + program +
			  "\nCpus_allowed_list:\t" + std::to_string(cpu) + "\n");
}

TEST(Qemu, AbsentProgramIsAnError)
{
	EmulatedHostConfig config;
	config.qemu_dir = "/nonexistent";
	UniqueFd initrd(dup(0));
	char dir[] = "/tmp/ktstr-qemu-XXXXXX";
	ASSERT_NE(mkdtemp(dir), nullptr);
	std::string prefix = std::string(dir) + "/x";
	unsigned cpu = allowed_cpus().value().front();
	Result<std::unique_ptr<Qemu>> qemu = Qemu::start(config, initrd, prefix, cpu);
	ASSERT_FALSE(qemu.ok());
	EXPECT_EQ(qemu.error().code, ENOENT);
	unlink((prefix + ".qemu").c_str());
	rmdir(dir);
}

} /* namespace */
} /* namespace ktstr */
