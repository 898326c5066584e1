/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/devices/serial.h"

#include <algorithm>

namespace ktstr {

namespace {

/* PC16550D §8: register offsets. With DLAB set the first two are the divisor. */
enum : uint64_t {
	kData = 0,
	kInterruptEnable = 1,
	kInterruptIdentification = 2, /* read */
	kFifoControl = 2,	      /* write */
	kLineControl = 3,
	kModemControl = 4,
	kLineStatus = 5,
	kModemStatus = 6,
	kScratch = 7,
};

constexpr uint8_t kIerReceived = 1 << 0;
constexpr uint8_t kIerTransmitEmpty = 1 << 1;
constexpr uint8_t kIerLineStatus = 1 << 2;
constexpr uint8_t kIerMask = 0x0f;
constexpr uint8_t kIirNone = 0x01;
constexpr uint8_t kIirTransmitEmpty = 0x02;
constexpr uint8_t kIirReceived = 0x04;
constexpr uint8_t kIirLineStatus = 0x06;
constexpr uint8_t kIirFifo = 0xc0;
constexpr uint8_t kFcrEnable = 1 << 0;
constexpr uint8_t kFcrClearReceive = 1 << 1;
constexpr uint8_t kFcrKept = 0xc9; /* enable, DMA mode, trigger level */
constexpr uint8_t kLcrDivisor = 1 << 7;
constexpr uint8_t kMcrLoop = 1 << 4;
constexpr uint8_t kMcrMask = 0x1f;
constexpr uint8_t kLsrDataReady = 1 << 0;
constexpr uint8_t kLsrOverrun = 1 << 1;
constexpr uint8_t kLsrTransmitEmpty = 0x60; /* holding and shift register */
constexpr uint8_t kMsrConnected = 0xb0;	    /* DCD, DSR, CTS */

} /* namespace */

void Serial::read(uint64_t offset, std::span<std::byte> data)
{
	std::fill(data.begin(), data.end(), std::byte{0xff});
	std::lock_guard lock(mutex_);
	data[0] = std::byte(read_register(offset));
	update_interrupt();
}

void Serial::write(uint64_t offset, std::span<const std::byte> data)
{
	std::lock_guard lock(mutex_);
	write_register(offset, uint8_t(data[0]));
	update_interrupt();
}

void Serial::input(std::span<const std::byte> bytes)
{
	std::lock_guard lock(mutex_);
	for (std::byte byte : bytes)
		receive(uint8_t(byte));
	update_interrupt();
}

uint8_t Serial::read_register(uint64_t offset)
{
	bool divisor = state_.line_control & kLcrDivisor;
	switch (offset) {
	case kData:
		return divisor ? state_.divisor_low : take_received();
	case kInterruptEnable:
		return divisor ? state_.divisor_high : state_.interrupt_enable;
	case kInterruptIdentification:
		return identify_interrupt();
	case kLineControl:
		return state_.line_control;
	case kModemControl:
		return state_.modem_control;
	case kLineStatus:
		return line_status();
	case kModemStatus:
		return modem_status();
	case kScratch:
		return state_.scratch;
	}
	return 0xff;
}

void Serial::write_register(uint64_t offset, uint8_t value)
{
	bool divisor = state_.line_control & kLcrDivisor;
	switch (offset) {
	case kData:
		if (divisor)
			state_.divisor_low = value;
		else
			transmit(value);
		break;
	case kInterruptEnable:
		if (divisor) {
			state_.divisor_high = value;
			break;
		}
		/*
		 * Enabling it while the register is empty raises it: drivers start sending this
		 * way.
		 */
		if (value & ~state_.interrupt_enable & kIerTransmitEmpty)
			state_.transmit_pending = true;
		state_.interrupt_enable = value & kIerMask;
		break;
	case kFifoControl:
		write_fifo_control(value);
		break;
	case kLineControl:
		state_.line_control = value;
		break;
	case kModemControl:
		state_.modem_control = value & kMcrMask;
		break;
	case kScratch:
		state_.scratch = value;
		break;
	}
}

void Serial::transmit(uint8_t value)
{
	if (state_.modem_control & kMcrLoop) {
		receive(value);
	} else {
		std::byte byte{value};
		output_(std::span(&byte, 1));
	}
	/* A write clears the interrupt, and the register is empty again at once: a new edge. */
	state_.transmit_pending = false;
	update_interrupt();
	state_.transmit_pending = true;
}

void Serial::write_fifo_control(uint8_t value)
{
	bool toggled = (value ^ state_.fifo_control) & kFcrEnable;
	if (toggled || (value & kFcrClearReceive))
		state_.fifo_count = 0;
	/* The other bits only take effect if the same write enables the FIFOs. */
	state_.fifo_control = value & kFcrEnable ? value & kFcrKept : 0;
}

void Serial::receive(uint8_t value)
{
	size_t capacity = state_.fifo_control & kFcrEnable ? kFifoSize : 1;
	if (state_.fifo_count >= capacity) {
		state_.overrun = true;
		return;
	}
	state_.fifo[(state_.fifo_head + state_.fifo_count) % kFifoSize] = value;
	state_.fifo_count++;
}

uint8_t Serial::take_received()
{
	if (!state_.fifo_count)
		return 0;
	uint8_t value = state_.fifo[state_.fifo_head];
	state_.fifo_head = uint8_t((state_.fifo_head + 1) % kFifoSize);
	state_.fifo_count--;
	return value;
}

uint8_t Serial::pending_interrupt() const
{
	if ((state_.interrupt_enable & kIerLineStatus) && state_.overrun)
		return kIirLineStatus;
	if ((state_.interrupt_enable & kIerReceived) && state_.fifo_count)
		return kIirReceived;
	if ((state_.interrupt_enable & kIerTransmitEmpty) && state_.transmit_pending)
		return kIirTransmitEmpty;
	return kIirNone;
}

uint8_t Serial::identify_interrupt()
{
	uint8_t id = pending_interrupt();
	if (id == kIirTransmitEmpty)
		state_.transmit_pending = false;
	return state_.fifo_control & kFcrEnable ? id | kIirFifo : id;
}

uint8_t Serial::line_status()
{
	uint8_t status = kLsrTransmitEmpty;
	if (state_.fifo_count)
		status |= kLsrDataReady;
	if (state_.overrun)
		status |= kLsrOverrun;
	state_.overrun = false;
	return status;
}

uint8_t Serial::modem_status() const
{
	uint8_t control = state_.modem_control;
	if (!(control & kMcrLoop))
		return kMsrConnected;
	/* Loopback: RTS to CTS, DTR to DSR, OUT1 to RI, OUT2 to DCD. */
	return uint8_t((control & 0x02) << 3 | (control & 0x01) << 5 | (control & 0x04) << 4 |
		       (control & 0x08) << 4);
}

void Serial::update_interrupt()
{
	bool level = pending_interrupt() != kIirNone;
	if (level && !state_.line)
		interrupt_.pulse();
	state_.line = level;
}

} /* namespace ktstr */
