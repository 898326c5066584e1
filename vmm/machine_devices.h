/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The devices that a machine has only where its owner asks for them, each by its name and options.
 * One table, in machine_devices.cpp, says which there are and what their options may be; a new
 * device is a line there. Machine adds them while wiring. Any thread.
 */
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "vmm/base/result.h"

namespace ktstr {

class PciHost;
struct VirtioHost;

/** One device. Options that are not named have their default. */
struct MachineDevice {
	std::string name;
	std::map<std::string, uint64_t> options = {};

	bool operator==(const MachineDevice &) const = default;
};

/** Errors: a name or an option that there is not, a value out of its bounds. */
Result<void> check_machine_device(const MachineDevice &device);

/**
 * Adds @device to @pci, which owns it from then on and must outlive the thread of the event loop.
 * Errors: those of check_machine_device(), and what the device itself meets.
 */
Result<void> add_machine_device(PciHost &pci, const VirtioHost &host, const MachineDevice &device);

} /* namespace ktstr */
