/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A guest sets the network device up properly and then does anything: valid and invalid frames and
 * commands, buffers of any kind in any queue, fewer features, reset.
 */
#include <cstring>

#include "vmm/virtio/net_fixture.h"

namespace {

using namespace ktstr;

struct Step {
	uint8_t what;
	uint8_t queue;
	uint16_t flags;
	uint32_t a;
	uint32_t b;
};
static_assert(sizeof(Step) == 12);

void act(NetFixture &m, const Step &step)
{
	unsigned queue = step.queue % NetFixture::kQueues;
	unsigned pair = step.queue % NetFixture::kPairs;
	TestQueue &q = m.queues[queue];
	uint16_t slot = q.available % q.size;
	switch (step.what % 8) {
	case 0:
		m.send(pair, std::string(step.a % 2048, char(step.b)));
		break;
	case 1:
		m.give(pair, step.a % 4096);
		break;
	case 2:
		q.descriptor(slot, step.a, step.b, step.flags, uint16_t(step.b >> 16));
		q.publish(slot);
		break;
	case 3:
		q.set_available(uint16_t(step.a));
		break;
	case 4:
		m.driver.kick(queue);
		break;
	case 5:
		m.control(std::string_view(reinterpret_cast<const char *>(&step.a), step.flags % 9),
			  queue);
		break;
	case 6:
		m.set_pairs(uint16_t(step.a % 4));
		break;
	case 7:
		if (step.flags & 1)
			m.start(NetFixture::kFeatures & (step.a | kVirtioFeatureVersion1));
		else
			m.driver.set_bar<uint8_t>(kCommonStatus, uint8_t(step.a));
		break;
	}
}

} /* namespace */

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static NetFixture machine;
	machine.start();
	for (; size >= sizeof(Step); data += sizeof(Step), size -= sizeof(Step)) {
		Step step;
		memcpy(&step, data, sizeof(step));
		act(machine, step);
	}
	return 0;
}
