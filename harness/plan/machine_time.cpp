/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/plan/machine_time.h"

#include <algorithm>

namespace ktstr {

namespace {

/* Percent of the time that things take on KVM. */
constexpr uint32_t kSlowPercent = 200;
constexpr uint32_t kEmulatedPercent = 400;

} /* namespace */

TimeScale host_time_scale(const std::string &host_kind, bool slow)
{
	TimeScale scale = {host_kind == "tcg" ? kEmulatedPercent : 100};

	return slow ? TimeScale{uint32_t(scale.of(kSlowPercent))} : scale;
}

/*
 * A vCPU that waits for its turn is no lockup, and each interrupt to all of them wakes all of them:
 * time grows with the number that share a CPU. In the emulated host boots take 6 s with 2 vCPUs on
 * its one CPU, and each further one adds one to two seconds.
 */
TimeScale machine_time_scale(TimeScale host, const Topology &topology, unsigned host_cpus)
{
	constexpr unsigned kShareFreely = 4; /* vCPUs on a CPU, before it shows */
	constexpr unsigned kPercentEach = 10;
	unsigned sharing = topology.cpus() / std::max(host_cpus, 1u);
	unsigned beyond = sharing > kShareFreely ? sharing - kShareFreely : 0;

	return {host.percent * (100 + kPercentEach * beyond) / 100};
}

} /* namespace ktstr */
