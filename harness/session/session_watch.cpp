/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/session/session_watch.h"

namespace ktstr {

using Clock = SessionOutput::Clock;
using std::chrono::milliseconds;

namespace {

SessionWatch after(Deadline what, Clock::time_point since, uint64_t length_ms)
{
	return {what, since + milliseconds(length_ms), length_ms};
}

} /* namespace */

SessionWatch current_deadline(const SessionSpec &spec, const SessionOutput::Progress &progress,
			      Clock::time_point start)
{
	if (progress.result != Clock::time_point())
		return after(Deadline::power_off, progress.result, spec.exit_ms);
	if (progress.teardown != Clock::time_point()) {
		bool began = progress.case_began != Clock::time_point();

		return after(began ? Deadline::case_ : Deadline::attach, progress.teardown,
			     spec.teardown_ms);
	}
	if (progress.case_began != Clock::time_point()) {
		if (!spec.case_ms)
			return {Deadline::case_, Clock::time_point::max(), 0};
		return after(Deadline::case_, progress.case_began, spec.case_ms);
	}
	if (progress.hello != Clock::time_point())
		return after(Deadline::attach, progress.hello, spec.attach_ms);
	return after(Deadline::boot, start, spec.boot_ms);
}

} /* namespace ktstr */
