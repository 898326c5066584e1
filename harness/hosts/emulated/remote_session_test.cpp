/* SPDX-License-Identifier: GPL-2.0 */
/* Both ends of the control port, over a socket pair instead of virtio-serial. */
#include "harness/hosts/emulated/remote_session.h"

#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <atomic>
#include <csignal>
#include <thread>

#include "harness/hosts/emulated/command_server.h"

namespace ktstr {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

struct Collected final : CommandOutput {
	std::string out_text, err_text;
	void out(std::span<const std::byte> b) override
	{
		out_text.append(reinterpret_cast<const char *>(b.data()), b.size());
	}
	void err(std::span<const std::byte> b) override
	{
		err_text.append(reinterpret_cast<const char *>(b.data()), b.size());
	}
};

class RemoteSessionTest : public testing::Test {
protected:
	void SetUp() override
	{
		signal(SIGPIPE, SIG_IGN);
		pair(control_, far_control_);
		pair(heartbeat_, far_heartbeat_);
		ended_.reset(eventfd(0, EFD_CLOEXEC));
		cancelled_.reset(eventfd(0, EFD_CLOEXEC));
		make_session({});
	}
	void make_session(const HeartbeatLimits &limits)
	{
		session_.emplace(SessionEnds{control_, heartbeat_, ended_, cancelled_,
					     [] { return milliseconds(0); }},
				 limits);
	}
	void TearDown() override
	{
		stopping_ = true;
		session_.reset();
		control_.reset();
		for (std::thread *t : {&server_, &beats_}) {
			if (t->joinable())
				t->join();
		}
	}
	static void pair(UniqueFd &ours, UniqueFd &theirs)
	{
		int fds[2];
		ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), 0);
		ours.reset(fds[0]);
		theirs.reset(fds[1]);
	}
	void start_agent()
	{
		server_ = std::thread([this] {
			CommandServer server(std::move(far_control_), [] {});
			EXPECT_TRUE(server.announce_ready("").ok());
			served_ok_ = server.serve().ok();
		});
		beats_ = std::thread([this] {
			while (!stopping_) {
				send_frame(far_heartbeat_, FrameType::beat, 0, "");
				std::this_thread::sleep_for(milliseconds(100));
			}
		});
		Result<std::string> ready = session_->wait_ready(Clock::now() + milliseconds(5000));
		ASSERT_TRUE(ready.ok());
		EXPECT_EQ(ready.value(), "");
	}
	static void send_frame(const UniqueFd &to, FrameType type, uint32_t command,
			       std::string_view payload)
	{
		std::vector<std::byte> frame = encode_frame(type, command, text_bytes(payload));
		ASSERT_EQ(write(to.get(), frame.data(), frame.size()), ssize_t(frame.size()));
	}
	CommandResult run(const char *script, int deadline_ms = 60000)
	{
		return session_->run({{"/bin/sh", "-c", script}, milliseconds(deadline_ms)},
				     output_);
	}

	UniqueFd control_, far_control_, heartbeat_, far_heartbeat_, ended_, cancelled_;
	std::optional<RemoteSession> session_;
	std::thread server_, beats_;
	std::atomic<bool> stopping_ = false;
	std::atomic<bool> served_ok_ = false;
	Collected output_;
};

TEST_F(RemoteSessionTest, ExitCodesSignalsAndStreams)
{
	start_agent();
	CommandResult result = run("echo a; echo b >&2; exit 7");
	EXPECT_EQ(result.kind, CommandResult::exited);
	EXPECT_EQ(result.code, 7);
	EXPECT_EQ(output_.out_text, "a\n");
	EXPECT_EQ(output_.err_text, "b\n");
	result = run("kill -USR1 $$");
	EXPECT_EQ(result.kind, CommandResult::signalled);
	EXPECT_EQ(result.code, SIGUSR1);
	result = session_->run({{"/nonexistent"}, milliseconds(5000)}, output_);
	EXPECT_EQ(result.kind, CommandResult::not_started);
	EXPECT_EQ(result.code, ENOENT);
}

TEST_F(RemoteSessionTest, MuchOutput)
{
	start_agent();
	EXPECT_EQ(run("head -c 3000000 /dev/zero; head -c 200000 /dev/zero >&2").kind,
		  CommandResult::exited);
	EXPECT_EQ(output_.out_text.size(), 3000000u);
	EXPECT_EQ(output_.err_text.size(), 200000u);
}

TEST_F(RemoteSessionTest, DeadlineKillsAndTheNextCommandRuns)
{
	start_agent();
	EXPECT_EQ(run("sleep 300", 300).kind, CommandResult::overdue);
	EXPECT_EQ(run("exit 3").code, 3);
	EXPECT_EQ(session_->loss(), HostLoss::none);
}

TEST_F(RemoteSessionTest, Cancel)
{
	start_agent();
	std::thread canceller([this] {
		std::this_thread::sleep_for(milliseconds(200));
		eventfd_write(cancelled_.get(), 1);
	});
	EXPECT_EQ(run("sleep 300").kind, CommandResult::cancelled);
	canceller.join();
}

TEST_F(RemoteSessionTest, InputIsForwardedWithinItsWindow)
{
	start_agent();
	Result<Pipe> pipe = make_pipe();
	ASSERT_TRUE(pipe.ok());
	int saved = dup(STDIN_FILENO);
	dup2(pipe.value().read.get(), STDIN_FILENO);
	constexpr size_t kBytes = 5 * kInputWindow;
	std::thread writer([to = std::move(pipe.value().write)] {
		std::string text(kBytes, 'x');
		EXPECT_EQ(write(to.get(), text.data(), text.size()), ssize_t(kBytes));
	});
	CommandResult result = session_->run(
		{{"/bin/sh", "-c", "sleep 0.3; wc -c"}, milliseconds(60000), true}, output_);
	writer.join();
	dup2(saved, STDIN_FILENO);
	close(saved);
	EXPECT_EQ(result.kind, CommandResult::exited);
	EXPECT_EQ(atoi(output_.out_text.c_str()), int(kBytes));
}

TEST_F(RemoteSessionTest, SilenceIsAFreeze)
{
	make_session({milliseconds(1500), milliseconds(0), milliseconds(1500)});
	Clock::time_point start = Clock::now();
	CommandResult result = run("true");
	EXPECT_EQ(result.kind, CommandResult::host_lost);
	EXPECT_EQ(session_->loss(), HostLoss::frozen);
	EXPECT_GE(Clock::now() - start, milliseconds(1500));
	EXPECT_NE(result.detail.find("heartbeat"), std::string::npos);
}

TEST_F(RemoteSessionTest, NudgesTheHostWhileACommandRuns)
{
	char nudges[64];

	start_agent();
	EXPECT_EQ(run("sleep 1").kind, CommandResult::exited);
	EXPECT_GE(recv(far_heartbeat_.get(), nudges, sizeof(nudges), MSG_DONTWAIT), 2);
}

TEST_F(RemoteSessionTest, DeathIsNoticed)
{
	start_agent();
	eventfd_write(ended_.get(), 1);
	EXPECT_EQ(run("sleep 300").kind, CommandResult::host_lost);
	EXPECT_EQ(session_->loss(), HostLoss::ended);
}

TEST_F(RemoteSessionTest, BootDeadlineAndKvmProblem)
{
	EXPECT_EQ(session_->wait_ready(Clock::now() + milliseconds(200)).error().code, ETIMEDOUT);
	send_frame(far_control_, FrameType::ready, 0, "no module");
	EXPECT_EQ(session_->wait_ready(Clock::now() + milliseconds(2000)).value(), "no module");
}

TEST_F(RemoteSessionTest, BrokenProtocolLosesTheHost)
{
	/* Frames about another command are stale and ignored. These two belong to the first one. */
	send_frame(far_control_, FrameType::exited, 0, "12345678");
	send_frame(far_control_, FrameType::exited, 1, "short");
	EXPECT_EQ(run("true").kind, CommandResult::host_lost);
	EXPECT_EQ(session_->loss(), HostLoss::protocol);
}

TEST_F(RemoteSessionTest, GarbageLosesTheHost)
{
	std::string garbage(100, 'g');
	ASSERT_EQ(write(far_control_.get(), garbage.data(), garbage.size()), 100);
	EXPECT_EQ(run("true").kind, CommandResult::host_lost);
	EXPECT_EQ(session_->loss(), HostLoss::protocol);
}

TEST_F(RemoteSessionTest, GarbageEndsTheAgent)
{
	start_agent();
	std::string garbage(100, 'g');
	ASSERT_EQ(write(control_.get(), garbage.data(), garbage.size()), 100);
	server_.join();
	EXPECT_FALSE(served_ok_);
}

} /* namespace */
} /* namespace ktstr */
