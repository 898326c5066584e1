/* SPDX-License-Identifier: GPL-2.0 */
/*
 * IoApic: the I/O APIC of the split interrupt controller (Intel 82093AA §3): KVM has the local
 * APICs, this turns input pins into the messages they take. Every input is edge-triggered here, so
 * that no end-of-interrupt has to come back; an edge on a masked pin is lost, as on hardware.
 *
 * Owned by the bus; pulse() and register accesses may come from any thread. @send is called with
 * the lock held and must not block, nor call back into it.
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

/** One input of an IoApic, as a device's InterruptLine. The IoApic outlives it. */
class IoApicPin final : public InterruptLine {
public:
	IoApicPin(IoApic &ioapic, unsigned pin) : ioapic_(ioapic), pin_(pin) {}
	void pulse() override { ioapic_.pulse(pin_); }

private:
	IoApic &ioapic_;
	const unsigned pin_;
};

} /* namespace ktstr */
