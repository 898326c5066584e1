/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/base/files.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <thread>

namespace ktstr {
namespace {

TEST(Files, WriteAllWaitsForASlowReader)
{
	int fds[2];

	ASSERT_EQ(pipe2(fds, O_CLOEXEC), 0);
	UniqueFd in(fds[0]), out(fds[1]);
	ASSERT_EQ(fcntl(out.get(), F_SETFL, O_NONBLOCK), 0);
	std::string sent(1u << 20, 'x'), got;
	std::thread reader([&] {
		char buffer[4096];

		for (ssize_t n; (n = read(in.get(), buffer, sizeof(buffer))) > 0;)
			got.append(buffer, size_t(n));
	});

	EXPECT_TRUE(write_all(out, sent).ok());
	out.reset();
	reader.join();
	EXPECT_EQ(got, sent);
}

TEST(Files, WriteAllTellsThatTheReaderIsGone)
{
	int fds[2];

	signal(SIGPIPE, SIG_IGN);
	ASSERT_EQ(pipe2(fds, O_CLOEXEC | O_NONBLOCK), 0);
	UniqueFd in(fds[0]), out(fds[1]);
	in.reset();
	Result<void> written = write_all(out, "x");
	ASSERT_FALSE(written.ok());
	EXPECT_EQ(written.error().code, EPIPE);
}

} /* namespace */
} /* namespace ktstr */
