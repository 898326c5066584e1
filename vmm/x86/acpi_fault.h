/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Faults in the ACPI tables. Machine applies them to finished tables. A pure function, any thread.
 */
#pragma once

#include <cstddef>
#include <vector>

#include "vmm/table_fault.h"

namespace ktstr {

/**
 * Changes the tables of build_acpi_tables() and their checksums; ignores faults of other tables.
 */
void inject_acpi_fault(TableFault fault, std::vector<std::byte> *tables);

} /* namespace ktstr */
