/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/base/output_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "harness/base/files.h"
#include "harness/base/test_folder.h"

namespace ktstr {
namespace {

class OutputFileTest : public testing::Test {
protected:
	std::string at(const std::string &name) const { return folder_.path() + "/" + name; }
	std::string content(const std::string &name) const { return read_file(at(name)).value(); }
	/* errno of open(), which names the file. */
	static int error_of(const std::string &path)
	{
		Result<OutputFile> file = OutputFile::open(path);

		if (file.ok())
			return 0;
		EXPECT_EQ(file.error().detail, path);
		return file.error().code;
	}
	void write_to(const std::string &path, std::string_view content)
	{
		Result<OutputFile> file = OutputFile::open(path);

		ASSERT_TRUE(file.ok()) << file.error().to_string();
		ASSERT_TRUE(file.value().write(content).ok());
	}

	test::TestFolder folder_;
};

TEST_F(OutputFileTest, ANewFileAppearsWithItsContent)
{
	Result<OutputFile> file = OutputFile::open(at("new"));

	ASSERT_TRUE(file.ok());
	EXPECT_TRUE(entries_of(folder_.path()).empty());
	ASSERT_TRUE(file.value().write("text").ok());
	EXPECT_EQ(content("new"), "text");
	EXPECT_EQ(entries_of(folder_.path()).size(), 1u);
}

TEST_F(OutputFileTest, AFileKeepsItsContentUntilTheEnd)
{
	folder_.write("old", "a long text");
	Result<OutputFile> file = OutputFile::open(at("old"));

	ASSERT_TRUE(file.ok());
	EXPECT_EQ(content("old"), "a long text");
	ASSERT_TRUE(file.value().write("short").ok());
	EXPECT_EQ(content("old"), "short");
}

TEST_F(OutputFileTest, LinksStayLinks)
{
	folder_.write("below/old", "old");
	ASSERT_EQ(symlink("below/old", at("link").c_str()), 0);
	ASSERT_EQ(symlink(at("link").c_str(), at("second").c_str()), 0);
	ASSERT_EQ(symlink("below/new", at("dangling").c_str()), 0);
	write_to(at("second"), "through");
	write_to(at("dangling"), "made");
	EXPECT_EQ(content("below/old"), "through");
	EXPECT_EQ(content("below/new"), "made");
	for (const char *name : {"link", "second", "dangling"}) {
		struct stat status;

		ASSERT_EQ(lstat(at(name).c_str(), &status), 0);
		EXPECT_TRUE(S_ISLNK(status.st_mode)) << name;
	}
}

TEST_F(OutputFileTest, FifosAndDevicesAreWrittenTo)
{
	char got[8] = {};

	ASSERT_EQ(mkfifo(at("fifo").c_str(), 0600), 0);
	UniqueFd reader(open(at("fifo").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
	write_to(at("fifo"), "x");
	EXPECT_EQ(read(reader.get(), got, sizeof(got)), 1);
	write_to("/dev/null", "x");
	EXPECT_FALSE(file_exists("/dev/null"));
	Result<OutputFile> full = OutputFile::open("/dev/full");
	ASSERT_TRUE(full.ok());
	Result<void> written = full.value().write("x");
	ASSERT_FALSE(written.ok());
	EXPECT_EQ(written.error().to_string(), "write: /dev/full: No space left on device");
}

TEST_F(OutputFileTest, OurOwnDescriptorsGoOnWhereTheyAre)
{
	UniqueFd fd(open(at("tap").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
	std::string name = "/proc/self/fd/" + std::to_string(fd.get());

	ASSERT_EQ(symlink(name.c_str(), at("link").c_str()), 0);
	ASSERT_TRUE(write_all(fd, "before ").ok());
	write_to(name, "between ");
	write_to(at("link"), "after");
	EXPECT_EQ(content("tap"), "before between after");
	UniqueFd reading(open(at("tap").c_str(), O_RDONLY | O_CLOEXEC));
	EXPECT_EQ(error_of("/proc/self/fd/" + std::to_string(reading.get())), EBADF);
	EXPECT_EQ(error_of("/proc/self/fd/1000000"), EBADF);
}

TEST_F(OutputFileTest, WhatCannotBeWrittenIsRefusedAtOnce)
{
	ASSERT_EQ(symlink("loop", at("loop").c_str()), 0);
	folder_.write("file", "");
	EXPECT_EQ(error_of(at("none/file")), ENOENT);
	EXPECT_EQ(error_of(at("file/below")), ENOTDIR);
	EXPECT_EQ(error_of(folder_.path()), EISDIR);
	EXPECT_EQ(error_of(at("none/")), ENOENT);
	EXPECT_EQ(error_of(at("loop")), ELOOP);
	EXPECT_EQ(error_of(at(std::string(300, 'x'))), ENAMETOOLONG);
	EXPECT_NE(error_of("/proc/none"), 0);
}

} /* namespace */
} /* namespace ktstr */
