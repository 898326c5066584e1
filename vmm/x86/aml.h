/* SPDX-License-Identifier: GPL-2.0 */
/*
 * aml: builds ACPI Machine Language from nested calls, each of which returns the bytes of one term
 * (ACPI 6.5 §20.2). Pure functions for the few terms the DSDT needs. Names are spelled out: four
 * characters per segment, a leading '\' for a path from the root.
 */
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace ktstr::aml {

using Bytes = std::vector<uint8_t>;
using Terms = std::vector<Bytes>;

Bytes integer(uint64_t value);
Bytes string(std::string_view text);
/** EISA ID such as "PNP0501", packed as in §19.3.4. */
Bytes eisa_id(std::string_view id);
Bytes package(const Terms &elements);
Bytes name(std::string_view path, const Bytes &value);
Bytes scope(std::string_view path, const Terms &terms);
Bytes device(std::string_view segment, const Terms &terms);

/** Buffer of resource descriptors with its end tag (§6.4). */
Bytes resource_template(const Terms &descriptors);
Bytes io_ports(uint16_t base, uint8_t count);
/** Edge-triggered, active high, exclusive. */
Bytes irq(unsigned number);
Bytes bus_numbers(uint16_t first, uint16_t last);
/** A window that the bridge forwards to its bus: @size bytes from @base. */
Bytes memory_window(uint32_t base, uint32_t size);
/** Memory that the device itself uses. */
Bytes fixed_memory(uint32_t base, uint32_t size);

} /* namespace ktstr::aml */
