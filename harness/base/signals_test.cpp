/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/base/signals.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <atomic>

namespace ktstr {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

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
