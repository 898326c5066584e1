/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/lifetime.h"

#include <ctime>

namespace ktstr {

uint64_t monotonic_ns()
{
	timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return uint64_t(now.tv_sec) * 1000000000 + uint64_t(now.tv_nsec);
}

void Lifetime::end(MachineExit exit, std::string detail)
{
	std::lock_guard lock(mutex_);
	if (exit_ != MachineExit::running)
		return;
	exit_ = exit;
	detail_ = std::move(detail);
	ended_ns_ = monotonic_ns();
	on_end_();
	ended_.notify_all();
}

MachineExit Lifetime::wait(std::chrono::steady_clock::time_point deadline)
{
	std::unique_lock lock(mutex_);
	ended_.wait_until(lock, deadline, [this] { return exit_ != MachineExit::running; });
	return exit_;
}

void Lifetime::note(std::atomic<uint64_t> &once)
{
	if (once.load(std::memory_order_relaxed))
		return;
	uint64_t none = 0;
	once.compare_exchange_strong(none, monotonic_ns(), std::memory_order_relaxed);
}

void Lifetime::describe(MachineReport &report) const
{
	std::lock_guard lock(mutex_);
	report.exit = exit_;
	report.detail = detail_;
	report.created_ns = created_ns_;
	report.first_entry_ns = first_entry_ns_.load(std::memory_order_relaxed);
	report.first_output_ns = first_output_ns_.load(std::memory_order_relaxed);
	report.ended_ns = ended_ns_;
}

} /* namespace ktstr */
