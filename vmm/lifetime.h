/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Lifetime: how a machine ended and when things happened. Machine owns it; any thread may call any
 * method. The first end() wins; later ones change nothing.
 */
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>

#include "vmm/machine_exit.h"

namespace ktstr {

/** CLOCK_MONOTONIC in nanoseconds. */
uint64_t monotonic_ns();

class Lifetime {
public:
	/** @on_end runs once, in the first end(), before any wait() returns. It must not block. */
	explicit Lifetime(std::function<void()> on_end)
		: on_end_(std::move(on_end)), created_ns_(monotonic_ns())
	{}

	void end(MachineExit exit, std::string detail);
	MachineExit wait(std::chrono::steady_clock::time_point deadline);

	void note_entry() { note(first_entry_ns_); }
	void note_output() { note(first_output_ns_); }
	/** Copies exit, detail and times into @report. */
	void describe(MachineReport &report) const;

private:
	static void note(std::atomic<uint64_t> &once);

	const std::function<void()> on_end_;
	const uint64_t created_ns_;
	std::atomic<uint64_t> first_entry_ns_ = 0;
	std::atomic<uint64_t> first_output_ns_ = 0;

	mutable std::mutex mutex_; /* protects the members below */
	std::condition_variable ended_;
	MachineExit exit_ = MachineExit::running;
	std::string detail_;
	uint64_t ended_ns_ = 0;
};

} /* namespace ktstr */
