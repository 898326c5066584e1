/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Device: something the guest reads and writes through a bus. It does not know its own address: the
 * bus passes offsets from the start of its range.
 *
 * vCPU threads call read() and write(), possibly several at once, so a device does its own locking.
 * A device keeps all its mutable state in one trivially copyable struct, so that saving or
 * restoring it is one copy. Guest misbehaviour is ignored or handled as the device's specification
 * says; it never aborts.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace ktstr {

class Device {
public:
	virtual ~Device() = default;

	/** For diagnostics; static storage. */
	virtual const char *name() const = 0;
	/** Fills @data, 1 to 8 bytes wide (little endian). Unimplemented registers read as ~0. */
	virtual void read(uint64_t offset, std::span<std::byte> data) = 0;
	virtual void write(uint64_t offset, std::span<const std::byte> data) = 0;
};

} /* namespace ktstr */
