/* SPDX-License-Identifier: GPL-2.0 */
/* Any sequence of register accesses to COM1 and the I/O APIC, of any width, must not crash. */
#include <algorithm>
#include <cstring>

#include "vmm/devices/ioapic.h"
#include "vmm/devices/serial.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	using namespace ktstr;
	struct Access {
		uint8_t kind; /* bit 0: write, bit 1: I/O APIC, bit 2: input or edge */
		uint8_t width;
		uint8_t offset;
		uint8_t value;
	};

	IoApic ioapic(8, 1, [](const MsiMessage &) {});
	IoApicPin pin(ioapic, 4);
	Serial serial(pin, [](std::span<const std::byte>) {});
	for (; size >= sizeof(Access); data += sizeof(Access), size -= sizeof(Access)) {
		Access access;
		memcpy(&access, data, sizeof(access));
		std::byte bytes[8];
		std::fill(std::begin(bytes), std::end(bytes), std::byte{access.value});
		std::span<std::byte> wide(bytes, 1 + access.width % 8);
		bool to_ioapic = access.kind & 2;
		if (access.kind & 4) {
			to_ioapic ? ioapic.pulse(access.value % 8) : serial.input(wide);
			continue;
		}
		Device &device = to_ioapic ? static_cast<Device &>(ioapic) : serial;
		uint64_t offset = to_ioapic ? access.offset : access.offset % Serial::kSize;
		if (access.kind & 1)
			device.write(offset, wide);
		else
			device.read(offset, wide);
	}
	return 0;
}
