/* SPDX-License-Identifier: GPL-2.0 */
/*
 * IoApic: the I/O APIC of the split irqchip (Intel 82093AA §3). KVM emulates the local APICs; this
 * turns input pins into messages to them. Every input is edge-triggered, so no EOI has to come
 * back. An edge on a masked pin is lost, as on hardware.
 *
 * The bus owns it; any thread may call pulse() or access registers. @send is called with the lock
 * held; it must not block or call back.
 */
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <vector>

#include "vmm/device.h"
#include "vmm/interrupts.h"

namespace ktstr {

class IoApic final : public Device {
public:
	static constexpr uint64_t kSize = 0x1000;
	static constexpr unsigned kMaxPins = 24;

	struct State {
		uint8_t id;
		uint8_t select;
		uint64_t redirection[kMaxPins];
	};

	IoApic(unsigned pins, uint8_t id, std::function<void(const MsiMessage &)> send);

	const char *name() const override { return "ioapic"; }
	void read(uint64_t offset, std::span<std::byte> data) override;
	void write(uint64_t offset, std::span<const std::byte> data) override;

	/** Rising edge on input @pin. */
	void pulse(unsigned pin);

private:
	uint32_t read_register() const;
	void write_register(uint32_t value);
	uint64_t *selected_entry(bool *high);

	const unsigned pins_;
	const std::function<void(const MsiMessage &)> send_;
	std::mutex mutex_;
	State state_ = {};
};

/** One input of an IoApic as a device's InterruptLine. The IoApic outlives it. */
class IoApicPin final : public InterruptLine {
public:
	IoApicPin(IoApic &ioapic, unsigned pin) : ioapic_(ioapic), pin_(pin) {}
	void pulse() override { ioapic_.pulse(pin_); }

private:
	IoApic &ioapic_;
	const unsigned pin_;
};

} /* namespace ktstr */
