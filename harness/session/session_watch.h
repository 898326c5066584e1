/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which of a session's deadlines is running, by what the guest has said so far. A pure function,
 * called by the session's own thread at every tick.
 */
#pragma once

#include "harness/session/session_files.h"
#include "harness/session/session_output.h"

namespace ktstr {

/** The deadline that is running now, when it passes, and how long it was. */
struct SessionWatch {
	Deadline what;
	SessionOutput::Clock::time_point until;
	uint64_t length_ms; /* 0: none */
};

/** Pure: by what the guest has said so far, of a machine that began at @start. */
SessionWatch current_deadline(const SessionSpec &spec, const SessionOutput::Progress &progress,
			      SessionOutput::Clock::time_point start);

} /* namespace ktstr */
