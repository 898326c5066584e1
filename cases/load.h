/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Load: CPU load for case bodies, with the checks that show it was there. Called on a body's one
 * thread, inside the guest.
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

/** What was measured without any load says nothing, so that is no data. */
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
