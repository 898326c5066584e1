/* SPDX-License-Identifier: GPL-2.0 */
/*
 * PowerDevice: the sleep and reset registers of a hardware-reduced ACPI platform (ACPI 6.5 §4.8.3.7
 * sleep control and status, §4.8.3.6 reset). The bus owns it. The callback runs on the vCPU thread
 * that wrote the register and must not block. Stateless.
 */
#pragma once

#include <cstdint>
#include <functional>

#include "vmm/device.h"

namespace ktstr {

class PowerDevice final : public Device {
public:
	enum class Event { off, reset };

	/* Offsets of the byte-wide registers. */
	static constexpr uint64_t kSleepControl = 0;
	static constexpr uint64_t kSleepStatus = 1;
	static constexpr uint64_t kReset = 2;
	static constexpr uint64_t kSize = 4;

	static constexpr uint8_t kSleepTypeOff = 5; /* SLP_TYP in \_S5 */
	static constexpr uint8_t kResetValue = 1;   /* FADT RESET_VALUE */

	explicit PowerDevice(std::function<void(Event)> notify) : notify_(std::move(notify)) {}

	const char *name() const override { return "power"; }
	void read(uint64_t offset, std::span<std::byte> data) override;
	void write(uint64_t offset, std::span<const std::byte> data) override;

private:
	const std::function<void(Event)> notify_;
};

} /* namespace ktstr */
