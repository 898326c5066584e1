/* SPDX-License-Identifier: GPL-2.0 */
/*
 * HeartbeatWatch: decides when an emulated host has frozen. The thread in Host::run() feeds it with
 * times of the real machine only: the emulated clock lags, and stops in a freeze.
 *
 * A beat comes every 500 ms. On a loaded machine QEMU may not run for a long time, which is no
 * freeze. So silence counts only if QEMU also used CPU time during it, or if it lasted much longer.
 */
#pragma once

#include <chrono>

namespace ktstr {

struct HeartbeatLimits {
	std::chrono::milliseconds silence{30000};  /* real time without a beat, and during it: */
	std::chrono::milliseconds cpu_time{15000}; /* CPU time used by QEMU */
	std::chrono::milliseconds hard_silence{180000}; /* without a beat, regardless of CPU time */
};

class HeartbeatWatch {
public:
	using Clock = std::chrono::steady_clock;

	explicit HeartbeatWatch(HeartbeatLimits limits = {}) : limits_(limits) {}

	/** A beat arrived, or watching starts or resumes. */
	void beat(Clock::time_point now, std::chrono::milliseconds qemu_cpu_time);
	bool frozen(Clock::time_point now, std::chrono::milliseconds qemu_cpu_time) const;
	std::chrono::milliseconds silence(Clock::time_point now) const;

private:
	HeartbeatLimits limits_;
	Clock::time_point last_beat_{};
	std::chrono::milliseconds cpu_at_beat_{};
};

} /* namespace ktstr */
