/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The state in which the first vCPU enters the kernel: 64-bit mode on an identity map of the first
 * 4 GiB, as the 64-bit boot protocol asks (Documentation/arch/x86/boot.rst, "64-bit Boot
 * Protocol"). The other vCPUs wait for the kernel's INIT and SIPI and need none of it.
 * Called once, by Machine, before any vCPU runs.
 */
#pragma once

#include <linux/kvm.h>

#include <cstdint>
#include <vector>

#include "vmm/base/result.h"
#include "vmm/guest_memory.h"

namespace ktstr {

/** Writes the GDT and the page tables that boot_sregs() points to. */
Result<void> write_boot_tables(GuestMemory &memory);

/**
 * @sregs as KVM made them, changed to 64-bit mode. @x2apic: with the local APIC in x2APIC mode, as
 * firmware leaves it where APIC ids above 254 are: a kernel that finds it otherwise ignores their
 * MADT entries (acpi_parse_x2apic(), apic_id_valid()).
 */
kvm_sregs boot_sregs(kvm_sregs sregs, bool x2apic);

/** RIP at @entry, RSI at the boot parameters. */
kvm_regs boot_regs(uint64_t entry);

/** MSRs that firmware would have set, the same on every vCPU. */
std::vector<kvm_msr_entry> boot_msrs();

} /* namespace ktstr */
