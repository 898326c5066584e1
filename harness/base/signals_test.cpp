/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/base/signals.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>

namespace ktstr {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/* Runs @body in a child, whose signals it may change; returns what it returns. */
int in_child(int (*body)())
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0)
		_exit(body());
	EXPECT_EQ(waitpid(pid, &status, 0), pid);
	return status;
}

TEST(InheritedSignals, ChildrenAreWaitedForAndNothingIsBlocked)
{
	EXPECT_EQ(in_child([] {
			  sigset_t set;
			  int status = -1;

			  signal(SIGCHLD, SIG_IGN);
			  sigfillset(&set);
			  sigprocmask(SIG_SETMASK, &set, nullptr);
			  reset_inherited_signals();
			  sigprocmask(SIG_SETMASK, nullptr, &set);
			  if (!sigisemptyset(&set))
				  return 1;
			  pid_t pid = fork();
			  if (pid == 0)
				  _exit(7);
			  return waitpid(pid, &status, 0) == pid && WEXITSTATUS(status) == 7 ? 0
											     : 2;
		  }),
		  0);
}

TEST(EndSignals, AHangupThatNohupIgnoresIsNone)
{
	EXPECT_EQ(in_child([] {
			  signal(SIGHUP, SIG_IGN);
			  signal(SIGTERM, SIG_IGN);
			  Result<EndSignals> signals = EndSignals::install();
			  if (!signals.ok())
				  return 1;
			  raise(SIGHUP);
			  if (signals.value().seen())
				  return 2;
			  raise(SIGTERM);
			  return signals.value().seen() ? 0 : 3;
		  }),
		  0);
	EXPECT_EQ(in_child([] {
			  signal(SIGHUP, SIG_DFL);
			  Result<EndSignals> signals = EndSignals::install();
			  raise(SIGHUP);
			  return signals.ok() && signals.value().seen() ? 0 : 1;
		  }),
		  0);
}

/*
 * One set for all: the descriptor stays readable after a signal, so the order of the parts matters.
 */
TEST(EndWatch, CallsOnceForADeadlineOrASignal)
{
	Result<EndSignals> signals = EndSignals::install();
	std::atomic<unsigned> deadlines = 0, ends = 0;
	auto count = [&](bool by_signal) { by_signal ? ends++ : deadlines++; };
	auto far = EndWatch::Clock::time_point::max();
	auto patience = EndWatch::Clock::now() + seconds(10);

	ASSERT_TRUE(signals.ok());
	{
		EndWatch quiet(signals.value(), far, count);
	}
	EXPECT_EQ(deadlines + ends, 0u);
	{
		EndWatch late(signals.value(), EndWatch::Clock::now() + milliseconds(5), count);
		while (!deadlines && EndWatch::Clock::now() < patience)
			std::this_thread::sleep_for(milliseconds(1));
	}
	EXPECT_EQ(deadlines.load(), 1u);
	EXPECT_EQ(ends.load(), 0u);
	{
		EndWatch ended(signals.value(), far, count);
		raise(SIGTERM);
		while (!ends && EndWatch::Clock::now() < patience)
			std::this_thread::sleep_for(milliseconds(1));
	}
	EXPECT_EQ(deadlines.load(), 1u);
	EXPECT_EQ(ends.load(), 1u);
}

} /* namespace */
} /* namespace ktstr */
