/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Layouts of the ACPI tables in vmm/x86/acpi.h: ACPI 6.5 §5.2 and PCI Firmware Specification 3.0
 * §4.1.2. Plain data.
 */
#pragma once

#include <cstddef>
#include <cstdint>

namespace ktstr::acpi {

/** §5.2.5.3 */
struct [[gnu::packed]] Rsdp {
	char signature[8];
	uint8_t checksum; /* of the first 20 bytes */
	char oem_id[6];
	uint8_t revision;
	uint32_t rsdt_address;
	uint32_t length;
	uint64_t xsdt_address;
	uint8_t extended_checksum; /* of the whole structure */
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
	uint8_t space; /* 1: system I/O */
	uint8_t bit_width;
	uint8_t bit_offset;
	uint8_t access_size; /* 1: byte */
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
	uint8_t pm_blocks[63]; /* SCI_INT .. CENTURY: ignored when hardware-reduced */
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
	static constexpr uint8_t kType = 0;

	uint8_t type;
	uint8_t length;
	uint8_t processor_uid;
	uint8_t apic_id;
	uint32_t flags; /* bit 0: enabled */
};
static_assert(sizeof(MadtLocalApic) == 8);

/** §5.2.12.3 */
struct [[gnu::packed]] MadtIoApic {
	static constexpr uint8_t kType = 1;

	uint8_t type;
	uint8_t length;
	uint8_t io_apic_id;
	uint8_t reserved;
	uint32_t address;
	uint32_t gsi_base;
};
static_assert(sizeof(MadtIoApic) == 12);

/** §5.2.12.12 */
struct [[gnu::packed]] MadtLocalX2apic {
	static constexpr uint8_t kType = 9;

	uint8_t type;
	uint8_t length;
	uint16_t reserved;
	uint32_t apic_id;
	uint32_t flags; /* bit 0: enabled, 1: may become so */
	uint32_t processor_uid;
};
static_assert(sizeof(MadtLocalX2apic) == 16);

/** §5.2.16, followed by affinity structures */
struct [[gnu::packed]] Srat {
	Header header;
	uint32_t reserved0; /* 1 */
	uint64_t reserved1;
};
static_assert(sizeof(Srat) == 48);

/** §5.2.16.1 */
struct [[gnu::packed]] SratLocalApic {
	static constexpr uint8_t kType = 0;

	uint8_t type;
	uint8_t length;
	uint8_t domain_low;
	uint8_t apic_id;
	uint32_t flags; /* bit 0: enabled */
	uint8_t sapic_eid;
	uint8_t domain_high[3];
	uint32_t clock_domain;
};
static_assert(sizeof(SratLocalApic) == 16);

/** §5.2.16.2 */
struct [[gnu::packed]] SratMemory {
	static constexpr uint8_t kType = 1;

	uint8_t type;
	uint8_t length;
	uint32_t domain;
	uint16_t reserved0;
	uint64_t base;
	uint64_t size;
	uint32_t reserved1;
	uint32_t flags; /* bit 0: enabled */
	uint64_t reserved2;
};
static_assert(sizeof(SratMemory) == 40);

/** §5.2.16.3 */
struct [[gnu::packed]] SratX2apic {
	static constexpr uint8_t kType = 2;

	uint8_t type;
	uint8_t length;
	uint16_t reserved0;
	uint32_t domain;
	uint32_t apic_id;
	uint32_t flags; /* bit 0: enabled */
	uint32_t clock_domain;
	uint32_t reserved1;
};
static_assert(sizeof(SratX2apic) == 24);

/** §5.2.17, followed by one byte per pair of localities, row by row */
struct [[gnu::packed]] Slit {
	Header header;
	uint64_t localities;
};
static_assert(sizeof(Slit) == 44);

/** §5.2.28, followed by structures */
struct [[gnu::packed]] Hmat {
	Header header;
	uint32_t reserved;
};
static_assert(sizeof(Hmat) == 40);

/** §5.2.28.3, memory proximity domain attributes */
struct [[gnu::packed]] HmatMemory {
	static constexpr uint16_t kType = 0;

	uint16_t type;
	uint16_t reserved0;
	uint32_t length;
	uint16_t flags; /* bit 0: initiator_domain is valid */
	uint16_t reserved1;
	uint32_t initiator_domain;
	uint32_t memory_domain;
	uint8_t reserved2[20];
};
static_assert(sizeof(HmatMemory) == 40);

/**
 * §5.2.28.4, system locality latency and bandwidth. Followed by the initiator and target domains,
 * four bytes each, then by the entries, two bytes each, one row per initiator.
 */
struct [[gnu::packed]] HmatLocality {
	static constexpr uint16_t kType = 1;
	static constexpr uint8_t kAccessLatency = 0; /* data types: read and write alike */
	static constexpr uint8_t kAccessBandwidth = 3;

	uint16_t type;
	uint16_t reserved0;
	uint32_t length;
	uint8_t flags; /* bits 0-3: 0: memory, not a cache */
	uint8_t data_type;
	uint8_t min_transfer_size;
	uint8_t reserved1;
	uint32_t initiators;
	uint32_t targets;
	uint32_t reserved2;
	uint64_t entry_unit; /* picoseconds or MB/s */
};
static_assert(sizeof(HmatLocality) == 32);

/** PCI Firmware 3.0 §4.1.2, one allocation structure */
struct [[gnu::packed]] Mcfg {
	Header header;
	uint64_t reserved0;
	uint64_t base; /* of bus 0 */
	uint16_t segment;
	uint8_t first_bus;
	uint8_t last_bus;
	uint32_t reserved1;
};
static_assert(sizeof(Mcfg) == 60);

} /* namespace ktstr::acpi */
