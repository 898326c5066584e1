/* SPDX-License-Identifier: GPL-2.0 */
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <thread>

#include "harness/hosts/host.h"

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

CommandResult run_shell(Host &host, const char *script, Collected &output, int deadline_ms = 60000)
{
	return host.run({{"/bin/sh", "-c", script}, milliseconds(deadline_ms)}, output);
}

TEST(LocalHost, ExitCodeAndStreams)
{
	Collected output;
	auto host = make_local_host();
	CommandResult result = run_shell(*host, "echo a; echo b >&2; exit 7", output);
	EXPECT_EQ(result.kind, CommandResult::exited);
	EXPECT_EQ(result.code, 7);
	EXPECT_EQ(output.out_text, "a\n");
	EXPECT_EQ(output.err_text, "b\n");
	EXPECT_STREQ(host->kind(), "kvm");
}

TEST(LocalHost, Signal)
{
	Collected output;
	CommandResult result = run_shell(*make_local_host(), "kill -USR1 $$", output);
	EXPECT_EQ(result.kind, CommandResult::signalled);
	EXPECT_EQ(result.code, SIGUSR1);
}

TEST(LocalHost, NotStarted)
{
	Collected output;
	CommandResult result =
		make_local_host()->run({{"/nonexistent"}, milliseconds(1000)}, output);
	EXPECT_EQ(result.kind, CommandResult::not_started);
	EXPECT_EQ(result.code, ENOENT);
	EXPECT_NE(result.detail.find("/nonexistent"), std::string::npos);
	EXPECT_EQ(make_local_host()->run({{}, milliseconds(1000)}, output).kind,
		  CommandResult::not_started);
}

TEST(LocalHost, OutputLargerThanAPipe)
{
	Collected output;
	CommandResult result =
		run_shell(*make_local_host(),
			  "head -c 3000000 /dev/zero; head -c 200000 /dev/zero >&2", output);
	EXPECT_EQ(result.kind, CommandResult::exited);
	EXPECT_EQ(output.out_text.size(), 3000000u);
	EXPECT_EQ(output.err_text.size(), 200000u);
}

TEST(LocalHost, DeadlineKillsTheWholeGroup)
{
	Collected output;
	Clock::time_point start = Clock::now();
	CommandResult result =
		run_shell(*make_local_host(), "sleep 300 & echo $!; wait", output, 300);
	EXPECT_EQ(result.kind, CommandResult::overdue);
	EXPECT_LT(Clock::now() - start, milliseconds(5000));
	pid_t grandchild = atoi(output.out_text.c_str());
	ASSERT_GT(grandchild, 1);
	/* Dead, or a zombie that its new parent has not reaped yet. */
	std::ifstream status("/proc/" + std::to_string(grandchild) + "/stat");
	std::string line;
	std::getline(status, line);
	EXPECT_TRUE(line.empty() || line.find(") Z") != std::string::npos) << line;
}

TEST(LocalHost, BackgroundProcessDoesNotHoldTheOutputOpen)
{
	Collected output;
	Clock::time_point start = Clock::now();
	CommandResult result = run_shell(*make_local_host(), "sleep 300 & echo done", output);
	EXPECT_EQ(result.kind, CommandResult::exited);
	EXPECT_EQ(output.out_text, "done\n");
	EXPECT_LT(Clock::now() - start, milliseconds(5000));
}

TEST(LocalHost, CancelFromAnotherThreadAndForGood)
{
	Collected output;
	auto host = make_local_host();
	std::thread canceller([&] {
		std::this_thread::sleep_for(milliseconds(200));
		host->cancel();
	});
	Clock::time_point start = Clock::now();
	EXPECT_EQ(run_shell(*host, "sleep 300", output).kind, CommandResult::cancelled);
	EXPECT_LT(Clock::now() - start, milliseconds(5000));
	canceller.join();
	EXPECT_EQ(run_shell(*host, "true", output).kind, CommandResult::cancelled);
}

} /* namespace */
} /* namespace ktstr */
