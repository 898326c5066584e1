/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Which deadline of a session is running, from what the guest has reported so far. A pure function;
 * the session's own thread calls it at every tick.
 */
#pragma once

#include "harness/session/session_files.h"
#include "harness/session/session_output.h"

namespace ktstr {

/** The running deadline, when it expires, and its length. */
struct SessionWatch {
	Deadline what;
	SessionOutput::Clock::time_point until;
	uint64_t length_ms; /* 0: no limit */
};

/** @start: when the machine started. */
SessionWatch current_deadline(const SessionSpec &spec, const SessionOutput::Progress &progress,
			      SessionOutput::Clock::time_point start);

} /* namespace ktstr */
