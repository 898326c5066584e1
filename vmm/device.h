/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Device: something the guest reads and writes through a bus. It does not know its own address:
 * the bus hands it offsets from the start of its range.
 *
 * read() and write() are called from vCPU threads, possibly several at once: a device locks for
 * itself. A device keeps all its mutable state in one trivially copyable struct, so that saving and
 * restoring it is one copy. Guest misbehaviour is ignored or answered as the device's specification
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
