/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The guest's physical address space and I/O ports. Constants only.
 *
 * RAM fills 0..3 GiB and continues at 4 GiB (GuestMemory). What the machine puts there before the
 * kernel runs lies below 640 KiB; the ACPI tables are in the BIOS area.
 */
#pragma once

#include <cstdint>

namespace ktstr::layout {

/* Guest RAM. */
constexpr uint64_t kGdt = 0x500;
constexpr uint64_t kBootParams = 0x7000; /* struct boot_params, one page */
constexpr uint64_t kPageTables = 0x9000; /* PML4, PDPT, four page directories */
constexpr uint64_t kCommandLine = 0x20000;
constexpr uint64_t kLowRamEnd = 0xa0000;
/*
 * boot_params holds the RSDP address, so nothing searches for it. 1024 CPUs and 64 nodes take 93
 * KiB.
 */
constexpr uint64_t kAcpiTables = 0xd0000;
constexpr uint64_t kAcpiTablesEnd = 0xf0000;
constexpr uint64_t kResetVector = 0xffff0; /* f000:fff0, where a PC's firmware starts */
constexpr uint64_t kHighRam = 0x100000;
/** Size of the boot page tables' identity map; kernel and initrd lie below. */
constexpr uint64_t kIdentityMapped = 1ull << 32;

/* The 32-bit MMIO hole. PciHost defines the PCI ranges in it. */
constexpr uint64_t kIoApic = 0xfec00000;
constexpr uint64_t kIoApicSize = 0x1000;
constexpr uint64_t kLocalApic = 0xfee00000;

/* I/O ports. */
constexpr uint16_t kCom1 = 0x3f8;
constexpr uint16_t kPower = 0x600;

/* Interrupt inputs. */
constexpr unsigned kCom1Irq = 4;
/* Each pin costs the guest about eight exits at boot, so there are only as many as COM1 needs. */
constexpr unsigned kIoApicPins = 8;

constexpr unsigned kApicIdBits = 12; /* KVM_MAX_VCPU_IDS is four times KVM_MAX_VCPUS */
/** APIC IDs from here up need x2APIC mode: in xAPIC mode 255 is broadcast. */
constexpr uint32_t kFirstX2apicId = 255;
constexpr uint8_t kIoApicId = 0; /* 4 bits, separate from the CPUs' ids: Linux only reads it back */

} /* namespace ktstr::layout */
