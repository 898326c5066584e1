/* SPDX-License-Identifier: GPL-2.0 */
/* Arbitrary descriptor tables and rings: peek() must terminate and report only valid chains. */
#include <cstring>

#include "vmm/virtio/virtqueue.h"

namespace {

using namespace ktstr;

constexpr uint64_t kBase = 0x100000;
constexpr uint16_t kSize = 8;

void check(const GuestMemory &memory, const DescriptorChain &chain)
{
	uint64_t readable = 0, writable = 0;
	for (const DescriptorChain::Part &part : chain.parts) {
		KTSTR_ASSERT(part.length && memory.at(part.address, part.length));
		KTSTR_ASSERT(part.writable || !writable);
		(part.writable ? writable : readable) += part.length;
	}
	KTSTR_ASSERT(chain.parts.size() <= kSize && chain.head < kSize);
	KTSTR_ASSERT(readable == chain.readable && writable == chain.writable);
	KTSTR_ASSERT(readable + writable <= Virtqueue::kMaxChainBytes);
}

} /* namespace */

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static GuestMemory memory = std::move(GuestMemory::create(64 << 20)).value();
	static std::byte copy[4096];

	/* Descriptors (128 bytes), then the available ring; the used ring comes after them. */
	std::byte *ring = memory.at(kBase, 512);
	memset(ring, 0, 512);
	if (size < 2)
		return 0;
	bool event_index = data[0] & 1;
	memcpy(ring, data + 1, size - 1 < 256 ? size - 1 : 256);

	VirtqueueState state = {};
	state.descriptors = kBase;
	state.available = kBase + 128;
	state.used = kBase + 256;
	state.size = kSize;
	state.event_index = event_index;
	Virtqueue queue(memory, state);
	KTSTR_ASSERT(queue.well_placed());

	DescriptorChain chain;
	for (unsigned i = 0; i < 2 * kSize; i++) {
		Virtqueue::Next next = queue.peek(&chain);
		if (next != Virtqueue::Next::chain)
			break;
		check(memory, chain);
		KTSTR_ASSERT(queue.gather(chain, i, copy) <= chain.readable);
		/* The write may hit the rings themselves. */
		size_t n = queue.scatter(chain, std::span(copy).first(64));
		KTSTR_ASSERT(n <= chain.writable);
		queue.complete(chain, uint32_t(n));
		queue.should_interrupt();
		i & 1 ? queue.want_kick() : queue.avoid_kick();
	}
	return 0;
}
