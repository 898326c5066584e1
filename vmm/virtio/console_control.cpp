/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The control queues of the virtio console (VIRTIO v1.2 §5.3.6.2). Linux,
 * drivers/char/virtio_console.c: sends DEVICE_READY; answers each PORT_ADD with PORT_READY; then
 * expects the description of the port: CONSOLE_PORT or PORT_NAME, the host's PORT_OPEN, and RESIZE
 * for a console.
 */
#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

#include "vmm/virtio/console_function.h"
#include "vmm/virtio/console_registers.h"

namespace ktstr {

namespace {

/* In sending order. RESIZE follows CONSOLE_PORT: Linux ignores it before. */
enum Due : uint8_t {
	kDueAdd = 1,
	kDueConsole = 2,
	kDueName = 4,
	kDueOpen = 8,
	kDueResize = 16,
};

constexpr std::string_view kRecordsName = "ktstr.records";

} /* namespace */

void VirtioConsoleFunction::receive_control()
{
	Virtqueue queue = this->queue(kControlTransmitQueue);
	for (unsigned budget = 256; budget; budget--) {
		Virtqueue::Next next = queue.peek(&chain_);
		if (next == Virtqueue::Next::empty) {
			queue.want_kick();
			next = queue.peek(&chain_);
		}
		if (next == Virtqueue::Next::broken)
			return needs_reset();
		if (next == Virtqueue::Next::empty) {
			notify_driver(kControlTransmitQueue);
			return send_control();
		}
		std::array<std::byte, sizeof(ConsoleControl)> message;
		size_t n = queue.gather(chain_, 0, message);
		/* Linux spins until the message is used, so complete it before acting on it. */
		queue.complete(chain_, 0);
		handle_control(std::span(message).first(n));
	}
	notify_driver(kControlTransmitQueue);
	send_control();
	kick(kControlTransmitQueue);
}

void VirtioConsoleFunction::handle_control(std::span<const std::byte> message)
{
	ConsoleControl control;
	if (message.size() < sizeof(control))
		return;
	memcpy(&control, message.data(), sizeof(control));

	if (control.event == kConsoleDeviceReady) {
		for (Port &port : console_.ports)
			port.due = control.value ? kDueAdd : 0;
		return;
	}
	if (control.id >= kPorts)
		return;
	Port &port = console_.ports[control.id];
	switch (control.event) {
	case kConsolePortReady:
		port.announced = control.value;
		if (control.value)
			port.due |= control.id == 0 ? kDueConsole | kDueOpen | kDueResize
						    : kDueName | kDueOpen;
		break;
	case kConsolePortOpen:
		port.guest_open = control.value;
		deliver_input(control.id);
		break;
	}
}

/* Writes the next due message to @out; returns its length, or 0 if none is due. */
size_t VirtioConsoleFunction::next_control(std::span<std::byte> out, unsigned *port,
					   uint8_t *bit) const
{
	uint8_t due = 0;
	for (*port = 0; *port < kPorts; ++*port) {
		due = console_.ports[*port].due;
		if (due)
			break;
	}
	if (!due)
		return 0;
	*bit = due & uint8_t(-due);

	ConsoleControl control = {*port, 0, 1};
	ConsoleResize size = {console_.columns, console_.rows};
	std::span<const std::byte> extra;
	switch (*bit) {
	case kDueAdd:
		control.event = kConsolePortAdd;
		break;
	case kDueConsole:
		control.event = kConsoleConsolePort;
		break;
	case kDueName:
		control.event = kConsolePortName;
		extra = std::as_bytes(std::span(kRecordsName));
		break;
	case kDueOpen:
		control.event = kConsolePortOpen;
		break;
	case kDueResize:
		control.event = kConsoleResize;
		extra = std::as_bytes(std::span(&size, 1));
		break;
	}
	memcpy(out.data(), &control, sizeof(control));
	std::copy(extra.begin(), extra.end(), out.begin() + sizeof(control));
	return sizeof(control) + extra.size();
}

void VirtioConsoleFunction::send_control()
{
	if (!running() || !multiport() || !queue_enabled(kControlReceiveQueue))
		return;
	Virtqueue queue = this->queue(kControlReceiveQueue);
	std::array<std::byte, 64> message;
	unsigned port;
	uint8_t bit;
	while (size_t length = next_control(message, &port, &bit)) {
		Virtqueue::Next next = queue.peek(&chain_);
		if (next == Virtqueue::Next::empty) {
			queue.want_kick();
			next = queue.peek(&chain_);
		}
		if (next == Virtqueue::Next::empty)
			break;
		/* Too small for a message; §5.3.6.2.2 tells the driver to avoid this. */
		if (next == Virtqueue::Next::broken || chain_.writable < length)
			return needs_reset();
		queue.scatter(chain_, std::span(message).first(length));
		queue.complete(chain_, uint32_t(length));
		console_.ports[port].due &= uint8_t(~bit);
	}
	notify_driver(kControlReceiveQueue);
}

void VirtioConsoleFunction::resize(uint16_t columns, uint16_t rows)
{
	std::lock_guard hold(lock_);
	if (console_.columns == columns && console_.rows == rows)
		return;
	console_.columns = columns;
	console_.rows = rows;
	config_changed();
	if (multiport() && console_.ports[0].announced) {
		console_.ports[0].due |= kDueResize;
		send_control();
	}
}

} /* namespace ktstr */
