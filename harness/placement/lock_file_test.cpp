/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/placement/lock_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "harness/base/test_folder.h"

namespace ktstr {
namespace {

mode_t mode_of(const std::string &path)
{
	struct stat status = {};

	EXPECT_EQ(lstat(path.c_str(), &status), 0) << path;
	return status.st_mode & 07777;
}

/* A folder with the permissions of /tmp. */
class LockFiles : public testing::Test {
protected:
	LockFiles() { chmod(base_.path().c_str(), 01777); }

	std::string folder() const { return base_.path() + "/ktstr-locks"; }

	test::TestFolder base_;
};

TEST_F(LockFiles, AreForEverybodyWhateverTheUmask)
{
	mode_t old = umask(077);
	UniqueFd fd = open_lock_folder({base_.path()}).value();
	EXPECT_TRUE(LockFile::open(fd, "llc0").ok());
	EXPECT_EQ(umask(old), 077u);
	EXPECT_EQ(mode_of(folder()), 01777u);
	EXPECT_EQ(mode_of(folder() + "/llc0"), 0666u);
}

TEST_F(LockFiles, AreWhereAllUsersLook)
{
	test::TestFolder private_folder;
	UniqueFd fd =
		open_lock_folder({"/nonexistent", private_folder.path(), base_.path()}).value();

	EXPECT_EQ(access(folder().c_str(), F_OK), 0);
	EXPECT_FALSE(open_lock_folder({"/nonexistent", private_folder.path()}).ok());
	EXPECT_FALSE(open_lock_folder({}).ok());
}

TEST_F(LockFiles, NoLinksAndNothingButFiles)
{
	std::string target = base_.write("target", "precious");
	UniqueFd fd = open_lock_folder({base_.path()}).value();

	ASSERT_EQ(symlink(target.c_str(), (folder() + "/symlink").c_str()), 0);
	ASSERT_EQ(link(target.c_str(), (folder() + "/link").c_str()), 0);
	ASSERT_EQ(mkfifo((folder() + "/fifo").c_str(), 0666), 0);
	ASSERT_EQ(mkdir((folder() + "/folder").c_str(), 0777), 0);
	for (const char *name : {"symlink", "link", "fifo", "folder"})
		EXPECT_FALSE(LockFile::open(fd, name).ok()) << name;

	test::TestFolder other;
	chmod(other.path().c_str(), 01777);
	ASSERT_EQ(symlink(folder().c_str(), (other.path() + "/ktstr-locks").c_str()), 0);
	EXPECT_FALSE(open_lock_folder({other.path()}).ok());
}

TEST_F(LockFiles, OneHolderAtATime)
{
	UniqueFd fd = open_lock_folder({base_.path()}).value();
	LockFile first = LockFile::open(fd, "a").value();
	LockFile second = LockFile::open(fd, "a").value();
	LockFile other = LockFile::open(fd, "b").value();

	EXPECT_EQ(first.holder(), "another process");
	EXPECT_TRUE(first.try_lock().value());
	EXPECT_FALSE(second.try_lock().value());
	EXPECT_TRUE(other.try_lock().value());
	EXPECT_EQ(second.holder(), "pid " + std::to_string(getpid()));
	first.unlock();
	EXPECT_TRUE(second.try_lock().value());
}

TEST_F(LockFiles, WhatAFileSaysIsNoMoreThanAHint)
{
	UniqueFd fd = open_lock_folder({base_.path()}).value();
	for (const char *text : {"", "x", "-1\n", "123456789012345678901234567890", "1 2\n"}) {
		base_.write("ktstr-locks/llc1", text);
		EXPECT_EQ(LockFile::open(fd, "llc1").value().holder(), "another process") << text;
	}
}

} /* namespace */
} /* namespace ktstr */
