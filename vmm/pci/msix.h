/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Msix: the MSI-X table and pending bits of one function (PCI 3.0 §6.8.2). The function owns it,
 * maps the table and the pending bit array into one of its BARs, and forwards the guest's writes to
 * message control. Any thread; it does its own locking and calls MsiRouter with the lock held.
 *
 * A vector is routed when it becomes deliverable with a changed message, not on each of the guest's
 * writes: a route costs an ioctl.
 */
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>

#include "vmm/base/result.h"
#include "vmm/interrupts.h"

namespace ktstr {

class Msix {
public:
	static constexpr unsigned kMaxVectors = 18;
	static constexpr uint64_t kEntrySize = 16;

	struct Entry {
		uint32_t address_low;
		uint32_t address_high;
		uint32_t data;
		uint32_t control; /* bit 0: masked */
	};
	static_assert(sizeof(Entry) == kEntrySize);

	struct State {
		std::array<Entry, kMaxVectors> entries;
		std::array<MsiMessage, kMaxVectors> routed;
		uint64_t pending;
		bool enabled;
		bool function_masked;
	};

	/** At most kMaxVectors; all start masked. */
	Msix(MsiRouter &router, unsigned vectors);
	/** Allocates the vectors; only while wiring. */
	Result<void> allocate();

	unsigned vectors() const { return vectors_; }
	bool enabled() const;
	/** Offsets are relative to the table or to the pending bit array. */
	void read_table(uint64_t offset, std::span<std::byte> data) const;
	void write_table(uint64_t offset, std::span<const std::byte> data);
	void read_pending(uint64_t offset, std::span<std::byte> data) const;
	/** The guest wrote message control. */
	void set_control(uint16_t control);

	/**
	 * Delivers @vector, or sets its pending bit while masked. Does nothing while MSI-X is off.
	 */
	void signal(unsigned vector);

private:
	bool deliverable(unsigned vector) const;
	void deliver_unmasked(unsigned vector);

	MsiRouter &router_;
	unsigned vectors_;
	std::array<uint32_t, kMaxVectors> handles_ = {};
	mutable std::mutex lock_;
	State state_ = {};
};

} /* namespace ktstr */
