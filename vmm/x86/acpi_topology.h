/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The ACPI tables that describe the topology: MADT (processors), SRAT (node of each processor and
 * memory range), SLIT (distances) and HMAT (latencies and bandwidths). Parts of
 * build_acpi_tables(); pure functions of a topology that check_machine_topology() accepted.
 */
#pragma once

#include <cstdint>
#include <vector>

#include "vmm/topology.h"
#include "vmm/x86/acpi_bytes.h"

namespace ktstr {

acpi::Bytes make_madt(const MachineTopology &topology);
acpi::Bytes make_srat(const MachineTopology &topology);
acpi::Bytes make_slit(const MachineTopology &topology);
acpi::Bytes make_hmat(const MachineTopology &topology);

/** Unit of HMAT's 16-bit entries that represents all @values exactly; 0 if there is none. */
uint32_t hmat_unit(const std::vector<uint32_t> &values);

} /* namespace ktstr */
