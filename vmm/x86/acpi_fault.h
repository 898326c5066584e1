/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Faults of the ACPI tables, applied by Machine once those are finished. A pure function, any
 * thread.
 */
#pragma once

#include <cstddef>
#include <vector>

#include "vmm/table_fault.h"

namespace ktstr {

/** Changes the tables of build_acpi_tables(), checksums included; other faults change nothing. */
void inject_acpi_fault(TableFault fault, std::vector<std::byte> *tables);

} /* namespace ktstr */
