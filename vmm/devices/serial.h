/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Serial: a 16550A UART, the guest's COM1 (National Semiconductor PC16550D). The bus owns it. What
 * the guest sends reaches the callback at once, on the vCPU thread that wrote it: the transmitter
 * is always empty and the guest never waits. Any thread may call input().
 */
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <span>

#include "vmm/device.h"
#include "vmm/interrupts.h"

namespace ktstr {

class Serial final : public Device {
public:
	static constexpr uint64_t kSize = 8;
	static constexpr size_t kFifoSize = 16;

	struct State {
		uint8_t interrupt_enable = 0;
		uint8_t fifo_control = 0;
		uint8_t line_control = 0;
		uint8_t modem_control = 0;
		uint8_t scratch = 0;
		uint8_t divisor_low = 1;
		uint8_t divisor_high = 0;
		bool overrun = false;
		bool transmit_pending = false; /* "holding register empty", not yet read from IIR */
		bool line = false;	       /* level of the interrupt output */
		uint8_t fifo_head = 0;
		uint8_t fifo_count = 0;
		std::array<uint8_t, kFifoSize> fifo = {};
	};

	/** @interrupt outlives the device. @output must not block or call back. */
	Serial(InterruptLine &interrupt, std::function<void(std::span<const std::byte>)> output)
		: interrupt_(interrupt), output_(std::move(output))
	{}

	const char *name() const override { return "serial"; }
	void read(uint64_t offset, std::span<std::byte> data) override;
	void write(uint64_t offset, std::span<const std::byte> data) override;

	/**
	 * Bytes for the guest to receive. If the FIFO is full they cause an overrun, as on
	 * hardware.
	 */
	void input(std::span<const std::byte> bytes);

private:
	uint8_t read_register(uint64_t offset);
	void write_register(uint64_t offset, uint8_t value);
	void transmit(uint8_t value);
	void write_fifo_control(uint8_t value);
	void receive(uint8_t value);
	uint8_t take_received();
	uint8_t pending_interrupt() const;
	uint8_t identify_interrupt();
	uint8_t line_status();
	uint8_t modem_status() const;
	void update_interrupt();

	InterruptLine &interrupt_;
	const std::function<void(std::span<const std::byte>)> output_;
	std::mutex mutex_;
	State state_;
};

} /* namespace ktstr */
