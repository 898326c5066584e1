/* SPDX-License-Identifier: GPL-2.0 */
/*
 * WorkerReport: what a worker reports about itself, in memory shared with the executor. Written by
 * the worker's threads, read and reset by the executor at any time. There are no locks: each field
 * stands by itself, and a value may be one iteration old. A worker can be killed at any moment
 * without losing data.
 *
 * ReportMemory owns the mapping, which children inherit across fork().
 */
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "vmm/base/result.h"

namespace ktstr {

constexpr unsigned kMaxCpus = 1024;
constexpr size_t kWakeSamples = 1024; /* of a window, a uniform sample of its wakeups */
constexpr uint32_t kNoSample = UINT32_MAX;

/** A mask of CPUs. */
struct CpuBits {
	std::atomic<uint64_t> words[kMaxCpus / 64];

	bool test(unsigned cpu) const
	{
		return cpu < kMaxCpus &&
		       (words[cpu / 64].load(std::memory_order_relaxed) >> cpu % 64 & 1);
	}
	void set(unsigned cpu)
	{
		if (cpu < kMaxCpus && !test(cpu))
			words[cpu / 64].fetch_or(uint64_t(1) << cpu % 64,
						 std::memory_order_relaxed);
	}
	void store(const std::vector<unsigned> &cpus);
	std::vector<unsigned> cpus() const;
};

enum class WorkerState : uint32_t { starting, ready, running, failed };

struct WorkerReport {
	std::atomic<uint32_t> state; /* WorkerState */
	std::atomic<int32_t> pid;
	char failure[192]; /* NUL-terminated; written before state becomes failed */

	std::atomic<uint64_t> iterations;
	std::atomic<uint64_t> cpu_samples;
	std::atomic<uint64_t> outside; /* of these, on a CPU that is not in @allowed */
	std::atomic<uint64_t> migrations;
	std::atomic<uint32_t> tells_gaps; /* it burns CPU by the clock, so it sees gaps */
	std::atomic<uint64_t> gap_ns;	  /* longest; the executor resets it */
	CpuBits used;			  /* the executor resets it */
	CpuBits allowed;		  /* written by the executor */

	std::atomic<uint64_t> window_begin_ns; /* on the worker's clock; written by the executor */
	std::atomic<uint64_t> wakes;	       /* wakeups measured */
	std::atomic<uint64_t>
		wake_begin; /* @wakes when the window began; written by the executor */
	std::atomic<uint32_t> wake_ns[kWakeSamples];
	std::atomic<uint64_t> wake_longest_ns; /* the executor resets it */

	std::atomic<uintptr_t>
		memory; /* region whose pages are counted, in the worker's own addresses */
	std::atomic<uint64_t> memory_bytes;
};

class ReportMemory {
public:
	/** Reports of @workers workers, all zero. */
	static Result<ReportMemory> create(unsigned workers);
	ReportMemory(ReportMemory &&other) noexcept;
	ReportMemory &operator=(ReportMemory &&other) noexcept;
	~ReportMemory();

	WorkerReport &operator[](unsigned worker) const { return reports_[worker]; }
	unsigned size() const { return workers_; }

private:
	ReportMemory(WorkerReport *reports, unsigned workers) : reports_(reports), workers_(workers)
	{}

	WorkerReport *reports_ = nullptr;
	unsigned workers_ = 0;
};

} /* namespace ktstr */
