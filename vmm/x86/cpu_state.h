/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The state in which the first vCPU enters the kernel: 64-bit mode on an identity map of the first
 * 4 GiB, as Documentation/arch/x86/boot.rst, "64-bit Boot Protocol", requires. The other vCPUs wait
 * for the kernel's INIT and SIPI and need none of it. Machine calls these once, before any vCPU
 * runs.
 */
#pragma once

#include <linux/kvm.h>

#include <cstdint>
#include <vector>

#include "vmm/base/result.h"
#include "vmm/guest_memory.h"

namespace ktstr {

/** Writes the GDT and the page tables to which boot_sregs() points. */
Result<void> write_boot_tables(GuestMemory &memory);

/**
 * Switches @sregs, as KVM initialised them, to 64-bit mode. @x2apic: also put the local APIC in
 * x2APIC mode, as firmware does if any APIC ID is above 254. A kernel that finds the APIC in
 * another mode ignores the MADT entries of those CPUs (acpi_parse_x2apic(), apic_id_valid()).
 */
kvm_sregs boot_sregs(kvm_sregs sregs, bool x2apic);

/** RIP at @entry, RSI at the boot parameters. */
kvm_regs boot_regs(uint64_t entry);

/** MSRs that firmware would set; the same on every vCPU. */
std::vector<kvm_msr_entry> boot_msrs();

} /* namespace ktstr */
