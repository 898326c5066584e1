/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The ACPI tables that tell the topology: MADT (which processors there are), SRAT (whose node they
 * and the memory belong to), SLIT (distances) and HMAT (latencies and bandwidths). Parts of
 * build_acpi_tables(); pure functions of a topology that check_machine_topology() has passed.
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

/** What HMAT's 16-bit entries count @values in, all without remainder; 0: nothing does. */
uint32_t hmat_unit(const std::vector<uint32_t> &values);

} /* namespace ktstr */
