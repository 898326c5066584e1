/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Arbitrary accesses to ECAM and the BAR window in front of a virtio console, as records of {door,
 * width, offset, value}. They can reach resets, doorbells and queue setup.
 */
#include <array>
#include <cstring>

#include "vmm/virtio/console_fixture.h"

namespace {

using namespace ktstr;

struct Access {
	uint8_t door; /* bit 7: write; bit 0: which device */
	uint8_t width;
	uint16_t offset;
	uint64_t value;
};

} /* namespace */

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static ConsoleFixture machine;
	static std::shared_ptr<Device> doors[] = {machine.pci.ecam(), machine.pci.mmio_window()};
	machine.driver.enable(ConsoleFixture::kSlot);
	machine.driver.set_bar<uint8_t>(kCommonStatus, 0);
	machine.keep = false;

	for (; size >= sizeof(Access); data += sizeof(Access), size -= sizeof(Access)) {
		Access access;
		memcpy(&access, data, sizeof(access));
		std::array<std::byte, 8> bytes;
		memcpy(bytes.data(), &access.value, sizeof(bytes));
		auto span = std::span(bytes).first(1 + access.width % 8);
		Device &door = *doors[access.door & 1];
		uint64_t offset = access.offset;
		if ((access.door & 1) == 0)
			offset |= uint64_t(access.door & 4) << 14;
		if (access.door & 0x80)
			door.write(offset, span);
		else
			door.read(offset, span);
		if (access.door & 0x40)
			machine.loop.run();
	}
	machine.loop.run();
	return 0;
}
