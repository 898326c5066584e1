/* SPDX-License-Identifier: GPL-2.0 */
/*
 * CPU load for case bodies, with checks that it really ran. Called inside the guest, on the body's
 * only thread.
 */
#pragma once

#include "harness/scenario/guest.h"

namespace ktstr {

inline void start_load(Guest &guest, unsigned processes)
{
	unsigned started = guest.spin(processes);

	guest.expect("load-started", started == processes,
		     std::to_string(started) + " of " + std::to_string(processes) + " processes");
}

/** Without any load the case has measured nothing, so the check has no data. */
inline void check_load(Guest &guest)
{
	uint64_t spun = guest.spun_ms();

	guest.check({
		.name = "load-ran",
		.status = spun ? CheckReport::pass : CheckReport::no_data,
		.measured = double(spun),
		.bound = 1,
		.unit = "ms",
		.detail = "CPU time of the load",
	});
}

} /* namespace ktstr */
