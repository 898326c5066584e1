/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Optional devices: the owner of a machine asks for each by name and options. The table of devices,
 * with the bounds of their options, is in machine_devices.cpp; a new device is a line there.
 * Machine adds them while wiring. Any thread.
 */
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "vmm/base/result.h"

namespace ktstr {

class PciHost;
struct VirtioHost;

/** One device. Options that are not named take their default. */
struct MachineDevice {
	std::string name;
	std::map<std::string, uint64_t> options = {};

	bool operator==(const MachineDevice &) const = default;
};

/** Errors: unknown device or option, value out of range. */
Result<void> check_machine_device(const MachineDevice &device);

/**
 * Adds @device to @pci, which owns it from then on and must outlive the thread of the event loop.
 * Errors: those of check_machine_device() and the device's own.
 */
Result<void> add_machine_device(PciHost &pci, const VirtioHost &host, const MachineDevice &device);

} /* namespace ktstr */
