/* SPDX-License-Identifier: GPL-2.0 */
#include "init/child.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "init/streams.h"
#include "init/sys.h"

namespace ktstr {
namespace {

class Children : public testing::Test {
protected:
	void SetUp() override
	{
		Result<std::unique_ptr<Reaper>> reaper = Reaper::create(loop_);

		ASSERT_TRUE(reaper.ok());
		reaper_ = std::move(reaper.value());
	}

	Child &spawn(const std::function<void()> &body, const ChildSetup &setup = {})
	{
		Result<Child *> child = reaper_->spawn(setup, body);

		EXPECT_TRUE(child.ok());
		return *child.value();
	}

	bool wait_for(const Child &child)
	{
		return loop_.run_until(boot_time_ns() + 5000 * kNsPerMs,
				       [&] { return child.ended; });
	}

	Loop loop_;
	std::unique_ptr<Reaper> reaper_;
};

TEST_F(Children, KeepEveryStatus)
{
	Child &seven = spawn([] { _exit(7); });
	Child &killed = spawn([] { pause(); });
	Child &zero = spawn([] { _exit(0); });

	killed.kill_group(SIGTERM);
	ASSERT_TRUE(wait_for(seven) && wait_for(killed) && wait_for(zero));
	EXPECT_EQ(seven.exit_code, 7);
	EXPECT_EQ(seven.shell_code(), 7);
	EXPECT_EQ(killed.exit_code, -1);
	EXPECT_EQ(killed.signal, SIGTERM);
	EXPECT_EQ(killed.shell_code(), 128 + SIGTERM);
	EXPECT_EQ(zero.describe(), "exited with code 0");
}

TEST_F(Children, GetOnlyTheirOwnDescriptors)
{
	Result<StreamPipe> made = make_stream_pipe();
	ASSERT_TRUE(made.ok());
	StreamPipe pipe = std::move(made.value());
	ChildSetup setup;
	setup.link = &pipe.writer;
	Child &child = spawn(
		[] {
			char c;
			bool nothing_in = read(STDIN_FILENO, &c, 1) == 0;
			bool leads = getsid(0) == getpid();
			bool closed = fcntl(Reaper::kLinkFd + 1, F_GETFD) < 0;

			_exit(nothing_in && leads && closed && write(Reaper::kLinkFd, "x", 1) == 1
				      ? 0
				      : 1);
		},
		setup);

	ASSERT_TRUE(wait_for(child));
	EXPECT_EQ(child.exit_code, 0);
}

TEST_F(Children, SayWhatCannotBeExecuted)
{
	Result<StreamPipe> made = make_stream_pipe();
	ASSERT_TRUE(made.ok());
	StreamPipe pipe = std::move(made.value());
	ChildSetup setup;
	setup.err = &pipe.writer;
	Child &child = spawn([] { exec_or_exit({"/nonexistent/program", "x"}); }, setup);
	char text[200] = {};

	ASSERT_TRUE(wait_for(child));
	EXPECT_EQ(child.exit_code, 127);
	ASSERT_GT(read(pipe.reader.get(), text, sizeof(text) - 1), 0);
	EXPECT_NE(std::string(text).find("cannot execute /nonexistent/program"), std::string::npos);
}

} /* namespace */
} /* namespace ktstr */
