/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Layouts of the ACPI tables of vmm/x86/acpi.h, as ACPI 6.5 §5.2 and the PCI Firmware
 * Specification 3.0 §4.1.2 give them. Plain data.
 */
#pragma once

#include <cstddef>
#include <cstdint>

namespace ktstr::acpi {

/** §5.2.5.3 */
struct [[gnu::packed]] Rsdp {
	char signature[8];
	uint8_t checksum;		/* of the first 20 bytes */
	char oem_id[6];
	uint8_t revision;
	uint32_t rsdt_address;
	uint32_t length;
	uint64_t xsdt_address;
	uint8_t extended_checksum;	/* of all */
	uint8_t reserved[3];
};
static_assert(sizeof(Rsdp) == 36);

/** §5.2.6 */
struct [[gnu::packed]] Header {
	char signature[4];
	uint32_t length;
	uint8_t revision;
	uint8_t checksum;
	char oem_id[6];
	char oem_table_id[8];
	uint32_t oem_revision;
	char creator_id[4];
	uint32_t creator_revision;
};
static_assert(sizeof(Header) == 36);

/** §5.2.3.2 */
struct [[gnu::packed]] GenericAddress {
	uint8_t space;		/* 1: system I/O */
	uint8_t bit_width;
	uint8_t bit_offset;
	uint8_t access_size;	/* 1: byte */
	uint64_t address;
};
static_assert(sizeof(GenericAddress) == 12);

/** §5.2.9 */
struct [[gnu::packed]] Fadt {
	Header header;
	uint32_t firmware_ctrl;
	uint32_t dsdt;
	uint8_t reserved0;
	uint8_t preferred_pm_profile;
	uint8_t pm_blocks[63];		/* SCI_INT .. CENTURY: ignored when hardware-reduced */
	uint16_t iapc_boot_arch;
	uint8_t reserved1;
	uint32_t flags;
	GenericAddress reset_reg;
	uint8_t reset_value;
	uint16_t arm_boot_arch;
	uint8_t minor_version;
	uint64_t x_firmware_ctrl;
	uint64_t x_dsdt;
	GenericAddress x_pm_blocks[8];
	GenericAddress sleep_control_reg;
	GenericAddress sleep_status_reg;
	uint64_t hypervisor_vendor;
};
static_assert(sizeof(Fadt) == 276);
static_assert(offsetof(Fadt, iapc_boot_arch) == 109);
static_assert(offsetof(Fadt, reset_reg) == 116);
static_assert(offsetof(Fadt, x_dsdt) == 140);
static_assert(offsetof(Fadt, sleep_control_reg) == 244);

/** §5.2.12, followed by interrupt controller structures */
struct [[gnu::packed]] Madt {
	Header header;
	uint32_t local_apic_address;
	uint32_t flags;
};
static_assert(sizeof(Madt) == 44);

/** §5.2.12.2 */
struct [[gnu::packed]] MadtLocalApic {
	uint8_t type;		/* 0 */
	uint8_t length;
	uint8_t processor_uid;
	uint8_t apic_id;
	uint32_t flags;		/* bit 0: enabled */
};
static_assert(sizeof(MadtLocalApic) == 8);

/** §5.2.12.3 */
struct [[gnu::packed]] MadtIoApic {
	uint8_t type;		/* 1 */
	uint8_t length;
	uint8_t io_apic_id;
	uint8_t reserved;
	uint32_t address;
	uint32_t gsi_base;
};
static_assert(sizeof(MadtIoApic) == 12);

/** PCI Firmware 3.0 §4.1.2, one allocation structure */
struct [[gnu::packed]] Mcfg {
	Header header;
	uint64_t reserved0;
	uint64_t base;		/* of bus 0 */
	uint16_t segment;
	uint8_t first_bus;
	uint8_t last_bus;
	uint32_t reserved1;
};
static_assert(sizeof(Mcfg) == 60);

} /* namespace ktstr::acpi */
