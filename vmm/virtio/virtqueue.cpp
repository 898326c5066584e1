/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/virtio/virtqueue.h"

#include <algorithm>
#include <atomic>

namespace ktstr {

namespace {

/* VIRTIO v1.2 §2.7.5 to §2.7.10. */
struct Descriptor {
	uint64_t address;
	uint32_t length;
	uint16_t flags;
	uint16_t next;
};
static_assert(sizeof(Descriptor) == 16);

struct UsedElement {
	uint32_t id;
	uint32_t length;
};
static_assert(sizeof(UsedElement) == 8);

constexpr uint16_t kDescriptorNext = 1;	    /* VIRTQ_DESC_F_NEXT */
constexpr uint16_t kDescriptorWrite = 2;    /* VIRTQ_DESC_F_WRITE */
constexpr uint16_t kDescriptorIndirect = 4; /* VIRTQ_DESC_F_INDIRECT */
constexpr uint16_t kNoInterrupt = 1;	    /* VIRTQ_AVAIL_F_NO_INTERRUPT */
constexpr uint16_t kNoNotify = 1;	    /* VIRTQ_USED_F_NO_NOTIFY */
constexpr uint64_t kRingIndex = 2;	    /* offset of idx in both rings */
constexpr uint64_t kRingEntries = 4;

} /* namespace */

bool Virtqueue::well_placed() const
{
	const VirtqueueState &q = state_;
	if (q.descriptors % 16 || q.available % 2 || q.used % 4)
		return false;
	return memory_.at(q.descriptors, q.size * sizeof(Descriptor)) &&
	       memory_.at(q.available, kRingEntries + 2ull * q.size + 2) &&
	       memory_.at(q.used, kRingEntries + sizeof(UsedElement) * q.size + 2);
}

/*
 * Both sides write their own value and then read the other's (§2.7.7.2, §2.7.10.2), so accesses to
 * shared fields are sequentially consistent: on x86 the store is a full barrier.
 */
uint16_t Virtqueue::load_index(uint64_t address) const
{
	std::byte *p = memory_.at(address, sizeof(uint16_t));
	KTSTR_ASSERT(p); /* well_placed() checked it, and RAM never shrinks */
	return std::atomic_ref(*reinterpret_cast<uint16_t *>(p)).load(std::memory_order_seq_cst);
}

void Virtqueue::store_index(uint64_t address, uint16_t value)
{
	std::byte *p = memory_.at(address, sizeof(uint16_t));
	KTSTR_ASSERT(p);
	std::atomic_ref(*reinterpret_cast<uint16_t *>(p)).store(value, std::memory_order_seq_cst);
}

Virtqueue::Next Virtqueue::peek(DescriptorChain *chain) const
{
	const VirtqueueState &q = state_;
	uint16_t waiting = uint16_t(load_index(q.available + kRingIndex) - q.next_available);
	if (!waiting)
		return Next::empty;
	if (waiting > q.size)
		return Next::broken;

	uint16_t index;
	uint64_t slot = q.next_available % q.size;
	if (!memory_.read(q.available + kRingEntries + 2 * slot, &index))
		return Next::broken;
	chain->head = index;
	chain->parts.clear();
	chain->readable = chain->writable = 0;

	for (unsigned taken = 0; taken < q.size; taken++) {
		Descriptor d;
		if (index >= q.size ||
		    !memory_.read(q.descriptors + uint64_t(index) * sizeof(d), &d))
			return Next::broken;
		bool writable = d.flags & kDescriptorWrite;
		/* §2.7.4.2: device-readable parts precede device-writable ones. */
		if (d.flags & kDescriptorIndirect || (!writable && chain->writable))
			return Next::broken;
		if (d.length) {
			if (d.length > kMaxChainBytes - chain->readable - chain->writable ||
			    !memory_.at(d.address, d.length))
				return Next::broken;
			chain->parts.push_back({d.address, d.length, writable});
			(writable ? chain->writable : chain->readable) += d.length;
		}
		if (!(d.flags & kDescriptorNext))
			return Next::chain;
		index = d.next;
	}
	return Next::broken;
}

void Virtqueue::complete(const DescriptorChain &chain, uint32_t written)
{
	take();
	give_back(chain.head, written);
}

void Virtqueue::take()
{
	state_.next_available++;
}

void Virtqueue::give_back(uint16_t head, uint32_t written)
{
	VirtqueueState &q = state_;
	UsedElement element = {head, written};
	uint64_t slot = q.next_used % q.size;
	KTSTR_ASSERT(memory_.write(q.used + kRingEntries + slot * sizeof(element), element));
	q.next_used++;
	/* The driver must see the element and the written data before the index (§2.7.8.2). */
	store_index(q.used + kRingIndex, q.next_used);
}

bool Virtqueue::should_interrupt()
{
	VirtqueueState &q = state_;
	uint16_t completed = uint16_t(q.next_used - q.last_judged);
	if (!completed)
		return false;
	q.last_judged = q.next_used;
	if (!q.event_index)
		return !(load_index(q.available) & kNoInterrupt);
	uint16_t used_event = load_index(q.available + kRingEntries + 2ull * q.size);
	return uint16_t(q.next_used - used_event - 1) < completed;
}

void Virtqueue::want_kick()
{
	VirtqueueState &q = state_;
	if (q.event_index)
		store_index(q.used + kRingEntries + sizeof(UsedElement) * q.size, q.next_available);
	else
		store_index(q.used, 0);
}

void Virtqueue::avoid_kick()
{
	VirtqueueState &q = state_;
	if (q.event_index)
		/* An index in the past: the driver only reaches it after 65535 more buffers. */
		store_index(q.used + kRingEntries + sizeof(UsedElement) * q.size,
			    uint16_t(q.next_available - 1));
	else
		store_index(q.used, kNoNotify);
}

size_t Virtqueue::gather(const DescriptorChain &chain, uint32_t skip,
			 std::span<std::byte> out) const
{
	size_t done = 0;
	for (const DescriptorChain::Part &part : chain.parts) {
		if (part.writable || done == out.size())
			break;
		if (skip >= part.length) {
			skip -= part.length;
			continue;
		}
		size_t n = std::min<size_t>(part.length - skip, out.size() - done);
		KTSTR_ASSERT(memory_.read_bytes(part.address + skip, out.subspan(done, n)));
		done += n;
		skip = 0;
	}
	return done;
}

size_t Virtqueue::scatter(const DescriptorChain &chain, std::span<const std::byte> in)
{
	size_t done = 0;
	for (const DescriptorChain::Part &part : chain.parts) {
		if (!part.writable)
			continue;
		size_t n = std::min<size_t>(part.length, in.size() - done);
		KTSTR_ASSERT(memory_.write_bytes(part.address, in.subspan(done, n)));
		done += n;
	}
	return done;
}

} /* namespace ktstr */
