/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A guest sets the console up properly and then does anything: control messages, input, output
 * rejected and taken, buffers of any kind in any queue, reset.
 */
#include <cstring>

#include "vmm/virtio/console_fixture.h"

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

void act(ConsoleFixture &m, const Step &step)
{
	TestQueue &q = m.queues[step.queue % 6];
	uint16_t slot = q.available % q.size;
	switch (step.what % 9) {
	case 0:
		m.control(step.a, uint16_t(step.b), step.flags);
		break;
	case 1:
		m.give(step.queue % 6, step.a % 8192);
		break;
	case 2:
		q.descriptor(slot, step.a, step.b, step.flags, uint16_t(step.b >> 16));
		q.publish(slot);
		break;
	case 3:
		q.set_available(uint16_t(step.a));
		break;
	case 4:
		m.driver.kick(step.queue % 6);
		break;
	case 5: {
		std::string bytes(step.a % 200000, 'i');
		(void)m.console->input(ConsolePort(step.queue & 1),
				       std::as_bytes(std::span(bytes)));
		break;
	}
	case 6:
		m.refuse = step.a & 1;
		break;
	case 7:
		m.console->resize(uint16_t(step.a), uint16_t(step.b));
		break;
	case 8:
		m.driver.set_bar<uint8_t>(kCommonStatus, uint8_t(step.a));
		break;
	}
	m.loop.run();
}

} /* namespace */

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static ConsoleFixture machine;
	machine.refuse = machine.keep = false;
	machine.start();
	for (; size >= sizeof(Step); data += sizeof(Step), size -= sizeof(Step)) {
		Step step;
		memcpy(&step, data, sizeof(step));
		act(machine, step);
	}
	return 0;
}
