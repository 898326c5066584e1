/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Helpers for the ACPI table builders: assemble the bytes of one table structure by structure. Used
 * while Machine is created; pure functions, any thread.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "vmm/x86/acpi_tables.h"

namespace ktstr::acpi {

using Bytes = std::vector<uint8_t>;

/** Fills in this machine's OEM ids; seal() adds length and checksum. */
Header make_header(const char *signature, uint8_t revision);

template <typename T>
void append(Bytes &to, const T &value)
{
	static_assert(std::is_trivially_copyable_v<T>);
	const uint8_t *bytes = reinterpret_cast<const uint8_t *>(&value);
	to.insert(to.end(), bytes, bytes + sizeof(value));
}

/** The byte that makes the sum of all bytes zero. */
uint8_t checksum(const uint8_t *bytes, size_t size);
/** Writes length and checksum into the header at the start of @table. */
Bytes seal(Bytes table);

} /* namespace ktstr::acpi */
