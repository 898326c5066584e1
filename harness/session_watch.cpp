/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/session_watch.h"

namespace ktstr {

using Clock = SessionOutput::Clock;
using std::chrono::milliseconds;

SessionWatch current_deadline(const SessionSpec &spec, const SessionOutput::Progress &progress,
			      Clock::time_point start)
{
	if (progress.result != Clock::time_point())
		return {Deadline::power_off, progress.result + milliseconds(spec.exit_ms)};
	if (progress.teardown != Clock::time_point()) {
		bool began = progress.payload != Clock::time_point();

		return {began ? Deadline::body : Deadline::attach,
			progress.teardown + milliseconds(spec.teardown_ms)};
	}
	if (progress.payload != Clock::time_point()) {
		if (!spec.case_ms)
			return {Deadline::body, Clock::time_point::max()};
		return {Deadline::body, progress.payload + milliseconds(spec.case_ms)};
	}
	if (progress.hello != Clock::time_point())
		return {Deadline::attach, progress.hello + milliseconds(spec.attach_ms)};
	return {Deadline::boot, start + milliseconds(spec.boot_ms)};
}

} /* namespace ktstr */
