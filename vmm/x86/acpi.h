/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The machine's ACPI tables: RSDP, XSDT, FADT, MCFG, DSDT (ACPI 6.5 §5.2), and those of
 * acpi_topology.h. Machine builds them once, before the vCPUs run; a pure function of its
 * configuration.
 *
 * The platform is hardware-reduced (§4.1): it has no PM timer, SCI, PIC, PIT, RTC or keyboard
 * controller, so the kernel does not spend time probing for them. Sleep and reset use the registers
 * of devices/power.h.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "vmm/topology.h"

namespace ktstr {

struct AcpiConfig {
	const MachineTopology *topology = nullptr;
	uint32_t pci_window_base = 0;
	uint32_t pci_window_size = 0;
	uint32_t ecam_base = 0; /* of bus 0, the only one */
	uint32_t ecam_size = 0;
};

/** The tables as one block of memory for guest-physical @base, starting with the RSDP. */
std::vector<std::byte> build_acpi_tables(uint64_t base, const AcpiConfig &config);

} /* namespace ktstr */
