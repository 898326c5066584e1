/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/session/bounded_log.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include "harness/base/text.h"

namespace ktstr {
namespace {

class BoundedLogTest : public testing::Test {
protected:
	BoundedLogTest() : file_(memfd_create("log", MFD_CLOEXEC)) {}

	BoundedLog log(size_t head, size_t tail)
	{
		return {UniqueFd(dup(file_.get())), head, tail};
	}
	std::string content()
	{
		std::string text(4096, '\0');
		ssize_t got = pread(file_.get(), text.data(), text.size(), 0);

		text.resize(got < 0 ? 0 : size_t(got));
		return text;
	}

	UniqueFd file_;
};

TEST_F(BoundedLogTest, KeepsAllThatFits)
{
	BoundedLog bounded = log(4, 4);

	bounded.append(as_bytes("abcdefgh"));
	EXPECT_EQ(content(), "");
	ASSERT_TRUE(bounded.flush().ok());
	EXPECT_EQ(content(), "abcd");
	ASSERT_TRUE(bounded.finish().ok());
	EXPECT_EQ(content(), "abcdefgh");
}

TEST_F(BoundedLogTest, SaysHowMuchIsLeftOut)
{
	BoundedLog bounded = log(4, 4);

	for (char c = 'a'; c <= 'z'; c++)
		bounded.append(as_bytes(std::string_view(&c, 1)));
	ASSERT_TRUE(bounded.finish().ok());
	EXPECT_EQ(content(), "abcd\n[ktstr: 18 bytes left out]\nwxyz");
}

TEST_F(BoundedLogTest, OneAppendOverTheBounds)
{
	BoundedLog bounded = log(2, 3);

	bounded.append(as_bytes(std::string(1000, 'x') + "end"));
	ASSERT_TRUE(bounded.finish().ok());
	EXPECT_EQ(content(), "xx\n[ktstr: 998 bytes left out]\nend");
}

TEST_F(BoundedLogTest, EmptyAndWithoutBounds)
{
	BoundedLog empty = log(4, 4);

	empty.append({});
	ASSERT_TRUE(empty.finish().ok());
	EXPECT_EQ(content(), "");

	BoundedLog nothing = log(0, 0);
	nothing.append(as_bytes("gone"));
	ASSERT_TRUE(nothing.finish().ok());
	EXPECT_EQ(content(), "\n[ktstr: 4 bytes left out]\n");
}

TEST_F(BoundedLogTest, AFileThatCannotBeWrittenIsAnError)
{
	BoundedLog bounded(UniqueFd(open("/dev/null", O_RDONLY | O_CLOEXEC)), 8, 8);

	bounded.append(as_bytes("abc"));
	EXPECT_FALSE(bounded.flush().ok());
}

} /* namespace */
} /* namespace ktstr */
