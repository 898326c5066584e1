/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Bus maps an address space (I/O ports or MMIO) to devices. Machine fills it while wiring and
 * freezes it before the vCPUs start. After that every vCPU thread looks up devices without a lock.
 * An access that no device claims reads as all ones and is counted for the report.
 */
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "vmm/base/result.h"
#include "vmm/device.h"

namespace ktstr {

class Bus {
public:
	/**
	 * Errors: EINVAL for an empty, wrapping or overlapping range; EBUSY once the bus is frozen.
	 */
	Result<void> add(uint64_t base, uint64_t size, std::shared_ptr<Device> device);
	void freeze();

	void read(uint64_t address, std::span<std::byte> data);
	void write(uint64_t address, std::span<const std::byte> data);

	/** Number of accesses that no device claimed. */
	uint64_t unclaimed() const { return unclaimed_.load(std::memory_order_relaxed); }
	/** Address of the first unclaimed access; meaningless while unclaimed() is 0. */
	uint64_t first_unclaimed() const
	{
		return first_unclaimed_.load(std::memory_order_relaxed);
	}

private:
	struct Entry {
		uint64_t base;
		uint64_t size;
		std::shared_ptr<Device> device;
	};

	Entry *find(uint64_t address, size_t size);
	void count_unclaimed(uint64_t address);

	std::vector<Entry> entries_;
	bool frozen_ = false;
	std::atomic<uint64_t> unclaimed_ = 0;
	std::atomic<uint64_t> first_unclaimed_ = 0;
};

} /* namespace ktstr */
