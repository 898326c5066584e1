/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Virtqueue: the device's side of one split virtqueue (VIRTIO v1.2 §2.7) in guest memory. A view
 * made for each batch of work; its VirtqueueState holds what persists. One thread at a time, under
 * the transport's lock.
 *
 * The guest may change rings and descriptors at any moment: every value is copied once and checked.
 * If anything breaks a rule, peek() returns `broken`, and the device needs a reset. Indirect
 * descriptors are not offered, so a chain has at most as many parts as the queue has entries.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "vmm/guest_memory.h"

namespace ktstr {

struct VirtqueueState {
	uint64_t descriptors; /* guest-physical */
	uint64_t available;
	uint64_t used;
	uint16_t size;	 /* a power of two */
	uint16_t vector; /* MSI-X */
	bool enabled;
	bool event_index;	 /* VIRTIO_F_RING_EVENT_IDX was negotiated */
	uint16_t next_available; /* index of the next entry to take */
	uint16_t next_used;	 /* index of the next entry to fill */
	uint16_t last_judged;	 /* next_used at the last call of should_interrupt() */
};

struct DescriptorChain {
	struct Part {
		uint64_t address; /* all of it is in RAM */
		uint32_t length;  /* not 0 */
		bool writable;
	};

	uint16_t head = 0;
	std::vector<Part> parts; /* readable parts first */
	uint32_t readable = 0;	 /* bytes */
	uint32_t writable = 0;
};

class Virtqueue {
public:
	/* Linux writes at most 32 KiB at once, and splices at most one full pipe. */
	static constexpr uint32_t kMaxChainBytes = 1 << 20;

	enum class Next { chain, empty, broken };

	Virtqueue(GuestMemory &memory, VirtqueueState &state) : memory_(memory), state_(state) {}

	/** Whether the rings lie in RAM and are aligned as §2.7 requires. */
	bool well_placed() const;

	/** Looks at the next available chain without taking it. */
	Next peek(DescriptorChain *chain) const;
	/** Takes the chain just peeked off the queue and returns it with @written bytes written. */
	void complete(const DescriptorChain &chain, uint32_t written);
	/** The two halves of complete(), for a device that returns chains in any order. */
	void take();
	void give_back(uint16_t head, uint32_t written);
	/** Whether the driver wants an interrupt for what was completed since the last call. */
	bool should_interrupt();

	/** Requests a kick for the next buffer. The caller must then peek again. */
	void want_kick();
	/** Requests no kicks, as far as the ring can express that. */
	void avoid_kick();

	/** Copies the readable bytes from @skip on to @out; returns how many. */
	size_t gather(const DescriptorChain &chain, uint32_t skip, std::span<std::byte> out) const;
	/** Copies @in to the writable bytes; returns how many fit. */
	size_t scatter(const DescriptorChain &chain, std::span<const std::byte> in);

private:
	uint16_t load_index(uint64_t address) const;
	void store_index(uint64_t address, uint16_t value);

	GuestMemory &memory_;
	VirtqueueState &state_;
};

} /* namespace ktstr */
