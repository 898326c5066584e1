/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/kvm/boot_share.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace ktstr {

namespace {

/* vCPUs per host CPU up to which sharing needs no help. */
constexpr unsigned kShareFreely = 4;
/* CPU time; longer than a vCPU needs to come up, even under emulation. */
constexpr std::chrono::milliseconds kComingUp(40);

/** Lets the process return to nice 0, even after it drops its privileges (can_nice()). */
bool may_take_back()
{
	constexpr rlim_t kNormal = 20; /* getrlimit(2): 20 - nice */
	rlimit limit = {};

	if (getrlimit(RLIMIT_NICE, &limit))
		return false;
	if (limit.rlim_cur >= kNormal)
		return true;
	limit.rlim_cur = kNormal;
	limit.rlim_max = std::max(limit.rlim_max, kNormal);
	return setrlimit(RLIMIT_NICE, &limit) == 0;
}

} /* namespace */

int BootShare::standing_back(unsigned vcpus)
{
	constexpr double kStep = 1.25; /* kernel/sched/core.c, sched_prio_to_weight[] */
	constexpr int kMost = 19;

	return std::min(int(std::lround(std::log(std::max(vcpus, 1u)) / std::log(kStep))), kMost);
}

BootShare::BootShare(std::deque<VcpuThread> &threads, unsigned vcpus, unsigned host_cpus)
	: threads_(threads), nice_(standing_back(vcpus / std::max(host_cpus, 1u))),
	  active_(vcpus > kShareFreely * host_cpus && may_take_back())
{}

void BootShare::balance(bool booting)
{
	if (!active_)
		return;
	bool settled = true;

	for (size_t i = 1; i < threads_.size(); i++) {
		bool up = threads_[i].cpu_time() > kComingUp;

		settled = threads_[i].set_nice(booting && up ? nice_ : 0) && settled;
	}
	active_ = booting || !settled;
}

} /* namespace ktstr */
