/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Virtqueue: the device's side of one split virtqueue (VIRTIO v1.2 §2.7) in guest memory. A view,
 * made for each batch of work: what lasts is in the VirtqueueState it points to. One thread at a
 * time; the transport's lock sees to that.
 *
 * Ring and descriptors are the guest's to write at any moment: every value is copied once and
 * checked; whatever breaks a rule makes peek() say `broken`, after which the device needs a reset.
 * Indirect descriptors are not offered, so a chain has at most as many parts as the queue.
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
	uint16_t last_judged;	 /* next_used when should_interrupt() was last asked */
};

struct DescriptorChain {
	struct Part {
		uint64_t address; /* checked: all of it is RAM */
		uint32_t length;  /* not 0 */
		bool writable;
	};

	uint16_t head = 0;
	std::vector<Part> parts; /* readable ones first */
	uint32_t readable = 0;	 /* bytes */
	uint32_t writable = 0;
};

class Virtqueue {
public:
	/* Linux sends 32 KiB at most in a write, and a pipe's worth in a splice. */
	static constexpr uint32_t kMaxChainBytes = 1 << 20;

	enum class Next { chain, empty, broken };

	Virtqueue(GuestMemory &memory, VirtqueueState &state) : memory_(memory), state_(state) {}

	/** The rings are aligned as §2.7 asks, and inside RAM. */
	bool well_placed() const;

	/** Looks at the next available chain and leaves it where it is. */
	Next peek(DescriptorChain *chain) const;
	/** Takes the chain just seen off the queue, and returns it used, @written bytes written. */
	void complete(const DescriptorChain &chain, uint32_t written);
	/** The two halves of it, for a device that works on several: they return in any order. */
	void take();
	void give_back(uint16_t head, uint32_t written);
	/** Whether the driver wants to hear of what was completed since it was last asked. */
	bool should_interrupt();

	/** Asks for a notification for the next buffer. The caller then peeks once more. */
	void want_kick();
	/** Asks for none, as far as the ring can say that. */
	void avoid_kick();

	/** Copies the readable bytes from @skip on into @out; returns how many. */
	size_t gather(const DescriptorChain &chain, uint32_t skip, std::span<std::byte> out) const;
	/** Copies @in into the writable bytes; returns how many fitted. */
	size_t scatter(const DescriptorChain &chain, std::span<const std::byte> in);

private:
	uint16_t load_index(uint64_t address) const;
	void store_index(uint64_t address, uint16_t value);

	GuestMemory &memory_;
	VirtqueueState &state_;
};

} /* namespace ktstr */
