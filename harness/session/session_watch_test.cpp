/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/session/session_watch.h"

#include <gtest/gtest.h>

#include "harness/wire/waits.h"

namespace ktstr {
namespace {

using std::chrono::milliseconds;

TEST(SessionWatch, EachStepHasItsOwnDeadline)
{
	SessionOutput::Clock::time_point start(milliseconds(1000));
	SessionOutput::Progress progress;
	SessionSpec spec;

	spec.boot_ms = 1, spec.attach_ms = 20, spec.case_ms = 300, spec.teardown_ms = 4000;
	spec.exit_ms = 50000;
	auto expect = [&](Deadline what, SessionOutput::Clock::time_point until,
			  uint64_t length_ms) {
		SessionWatch watch = current_deadline(spec, progress, start);

		EXPECT_EQ(watch.what, what);
		EXPECT_EQ(watch.until, until);
		EXPECT_EQ(watch.length_ms, length_ms);
	};
	expect(Deadline::boot, start + milliseconds(1), 1);
	progress.hello = start + milliseconds(1);
	expect(Deadline::attach, progress.hello + milliseconds(20), 20);
	progress.case_began = progress.hello + milliseconds(1);
	expect(Deadline::case_, progress.case_began + milliseconds(300), 300);
	progress.teardown = progress.case_began + milliseconds(1);
	expect(Deadline::case_, progress.teardown + milliseconds(4000), 4000);
	progress.result = progress.teardown + milliseconds(1);
	expect(Deadline::power_off, progress.result + milliseconds(50000), 50000);
}

TEST(SessionWatch, ATeardownWithoutACaseCountsAsAttach)
{
	SessionOutput::Clock::time_point start(milliseconds(1000));
	SessionOutput::Progress progress;

	progress.hello = progress.teardown = start;
	EXPECT_EQ(current_deadline(SessionSpec(), progress, start).what, Deadline::attach);
}

TEST(SessionWatch, ACommandWithoutALimitStillHasATeardownWithOne)
{
	SessionOutput::Clock::time_point start(milliseconds(1000));
	SessionOutput::Progress progress;
	SessionSpec spec;

	spec.case_ms = 0;
	progress.hello = progress.case_began = start;
	EXPECT_EQ(current_deadline(spec, progress, start).until,
		  SessionOutput::Clock::time_point::max());
	progress.teardown = start;
	EXPECT_EQ(current_deadline(spec, progress, start).until,
		  start + milliseconds(spec.teardown_ms));
}

TEST(SessionWatch, TheHostWaitsLongerThanInitMay)
{
	using namespace waits;

	EXPECT_GT(kTeardownMs, kTermMs + kKillMs + kLogGraceMs);
	EXPECT_GT(kExitMs, kReadMs);
}

} /* namespace */
} /* namespace ktstr */
