/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/plan/machine_time.h"

#include <algorithm>

namespace ktstr {

namespace {

/* Percent of the time needed on KVM. */
constexpr uint32_t kSlowPercent = 200;
constexpr uint32_t kEmulatedPercent = 400;

} /* namespace */

TimeScale host_time_scale(const std::string &host_kind, bool slow)
{
	TimeScale scale = {host_kind == "tcg" ? kEmulatedPercent : 100};

	return slow ? TimeScale{uint32_t(scale.of(kSlowPercent))} : scale;
}

/*
 * A vCPU that waits for a host CPU must not look locked up, and a broadcast interrupt wakes every
 * vCPU: time grows with the number that share a CPU. The emulated host has one CPU; a boot takes
 * 6 s there with 2 vCPUs, and one to two seconds more for each further vCPU.
 */
TimeScale machine_time_scale(TimeScale host, const Topology &topology, unsigned host_cpus)
{
	constexpr unsigned kShareFreely = 4; /* vCPUs on a CPU without a measurable delay */
	constexpr unsigned kPercentEach = 10;
	unsigned sharing = topology.cpus() / std::max(host_cpus, 1u);
	unsigned beyond = sharing > kShareFreely ? sharing - kShareFreely : 0;

	return {host.percent * (100 + kPercentEach * beyond) / 100};
}

} /* namespace ktstr */
