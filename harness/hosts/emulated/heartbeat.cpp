/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/hosts/emulated/heartbeat.h"

namespace ktstr {

void HeartbeatWatch::beat(Clock::time_point now, std::chrono::milliseconds qemu_cpu_time)
{
	last_beat_ = now;
	cpu_at_beat_ = qemu_cpu_time;
}

std::chrono::milliseconds HeartbeatWatch::silence(Clock::time_point now) const
{
	return std::chrono::duration_cast<std::chrono::milliseconds>(now - last_beat_);
}

bool HeartbeatWatch::frozen(Clock::time_point now, std::chrono::milliseconds qemu_cpu_time) const
{
	std::chrono::milliseconds quiet = silence(now);
	if (quiet >= limits_.hard_silence)
		return true;
	return quiet >= limits_.silence && qemu_cpu_time - cpu_at_beat_ >= limits_.cpu_time;
}

} /* namespace ktstr */
