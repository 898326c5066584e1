/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A guest sets the disk up properly and then does anything: requests of any type, place and shape,
 * chains of any kind, rings in any state, reset.
 */
#include <cstring>

#include "vmm/virtio/block_fixture.h"

namespace {

using namespace ktstr;

struct Step {
	uint8_t what;
	uint8_t queue;
	uint16_t flags;
	uint32_t a;
	uint64_t b;
};
static_assert(sizeof(Step) == 16);

constexpr unsigned kQueues = 2;

void act(BlockFixture &m, const Step &step)
{
	unsigned queue = step.queue % kQueues;
	TestQueue &q = m.queues[queue];
	uint16_t slot = q.available % q.size;
	uint32_t length = step.flags & 1 ? step.a % 65536 : step.a % 16 * 512;
	uint64_t data = BlockFixture::kData;
	switch (step.what % 7) {
	case 0:
		m.request(queue, step.flags >> 8, step.b, {{data, length, bool(step.flags & 2)}});
		break;
	case 1:
		m.request(queue, step.flags >> 8, step.b % 4096,
			  {{data, length / 2, bool(step.flags & 2)},
			   {data + 65536, length - length / 2, bool(step.flags & 4)}});
		break;
	case 2: {
		BlockZeroSegment segment = {step.b, step.a, step.flags & 3u};
		(void)m.memory.write(data, segment);
		m.request(queue, step.flags & 4 ? kBlockDiscard : kBlockWriteZeroes, 0,
			  {{data, sizeof(segment), false}});
		break;
	}
	case 3:
		q.descriptor(slot, step.b, step.a, step.flags, uint16_t(step.a >> 16));
		q.publish(slot);
		break;
	case 4:
		q.set_available(uint16_t(step.a));
		break;
	case 5:
		m.driver.kick(queue);
		break;
	case 6:
		m.driver.set_bar<uint8_t>(kCommonStatus, uint8_t(step.a));
		break;
	}
	m.driver.kick(queue);
}

} /* namespace */

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static BlockFixture immediate({.bytes = 1 << 20, .queues = kQueues});
	static BlockFixture late(
		{.bytes = 1 << 20, .queues = kQueues, .latency = std::chrono::microseconds(1)});
	BlockFixture &machine = size % 2 ? late : immediate;
	machine.start();
	for (; size >= sizeof(Step); data += sizeof(Step), size -= sizeof(Step)) {
		Step step;
		memcpy(&step, data, sizeof(step));
		act(machine, step);
	}
	return 0;
}
