/* SPDX-License-Identifier: GPL-2.0 */
/*
 * HeartbeatWatch: decides when an emulated host has frozen. Fed by the thread in Host::run() with
 * times of the real machine only: the emulated clock lags, and stops in a freeze.
 *
 * A beat comes every 500 ms. On a crowded machine QEMU may not get to run for long, and that is no
 * freeze: silence counts only once QEMU has also burnt CPU time during it, or has slept through
 * a much longer one.
 */
#pragma once

#include <chrono>

namespace ktstr {

struct HeartbeatLimits {
	std::chrono::milliseconds silence{30000};	/* real time without a beat, and in it: */
	std::chrono::milliseconds cpu_time{15000};	/* QEMU's CPU time */
	std::chrono::milliseconds hard_silence{180000}; /* without a beat, whatever QEMU did */
};

class HeartbeatWatch {
public:
	using Clock = std::chrono::steady_clock;

	explicit HeartbeatWatch(HeartbeatLimits limits = {}) : limits_(limits) {}

	/** A beat came, or watching (re)starts after a time in which nobody looked. */
	void beat(Clock::time_point now, std::chrono::milliseconds qemu_cpu_time);
	bool frozen(Clock::time_point now, std::chrono::milliseconds qemu_cpu_time) const;
	std::chrono::milliseconds silence(Clock::time_point now) const;

private:
	HeartbeatLimits limits_;
	Clock::time_point last_beat_{};
	std::chrono::milliseconds cpu_at_beat_{};
};

} /* namespace ktstr */
