/* SPDX-License-Identifier: GPL-2.0 */
/*
 * TimeScale: how much longer things may take on this machine than on KVM with a CPU for each vCPU.
 * The host computes it once (harness/plan/machine_time.h) and sends it to the guest in the job.
 * Both stretch their deadlines, holds and time bounds by it. A value; any thread.
 */
#pragma once

#include <cstdint>

namespace ktstr {

struct TimeScale {
	uint32_t percent = 100;

	/** @time, in any unit, stretched. */
	constexpr uint64_t of(uint64_t time) const { return time * percent / 100; }
	/** @ms stretched, in nanoseconds. */
	constexpr uint64_t ns_of_ms(uint64_t ms) const { return of(ms) * 1000000; }
};

} /* namespace ktstr */
