/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/x86/cpu_state.h"

#include <array>

#include "vmm/devices/power.h"
#include "vmm/x86/layout.h"

namespace ktstr {

namespace {

/* AMD64 APM volume 2 §5.3: long-mode page-table entry bits. */
constexpr uint64_t kPresent = 1 << 0;
constexpr uint64_t kWritable = 1 << 1;
constexpr uint64_t kLargePage = 1 << 7;
constexpr uint64_t kPageSize = 0x1000;

constexpr uint64_t kCr0ProtectionEnable = 1 << 0;
constexpr uint64_t kCr0ExtensionType = 1 << 4;
constexpr uint64_t kCr0NumericError = 1 << 5;
constexpr uint64_t kCr0Paging = 1ull << 31;
constexpr uint64_t kCr4PhysicalAddressExtension = 1 << 5;
constexpr uint64_t kEferLongModeEnable = 1 << 8;
constexpr uint64_t kEferLongModeActive = 1 << 10;
/* Intel SDM volume 3 §11.12.1, IA32_APIC_BASE. */
constexpr uint64_t kApicBaseX2apicMode = 1 << 10;
constexpr uint64_t kRflagsReserved = 1 << 1;

/* boot.rst: __BOOT_CS is selector 0x10, execute/read; __BOOT_DS is 0x18, read/write. */
constexpr uint16_t kBootCs = 0x10;
constexpr uint16_t kBootDs = 0x18;
constexpr std::array<uint64_t, 4> kGdtEntries = {0, 0, 0x00af9b000000ffff, 0x00cf93000000ffff};

constexpr uint32_t kMsrMiscEnable = 0x1a0;
constexpr uint64_t kMiscEnableFastString = 1 << 0;

constexpr uint16_t kResetPort = layout::kPower + PowerDevice::kReset;

/*
 * The only firmware code. With hardware-reduced ACPI the kernel resets through EFI (reboot_init(),
 * efi_reboot_required()); without EFI it jumps to the BIOS in real mode (machine_real_restart())
 * and finds this.
 */
constexpr std::array<uint8_t, 9> kResetCode = {
	0xba,
	kResetPort & 0xff,
	kResetPort >> 8, /* mov $kResetPort, %dx */
	0xb0,
	PowerDevice::kResetValue, /* mov $kResetValue, %al */
	0xee,			  /* out %al, (%dx) */
	0xf4,			  /* hlt */
	0xeb,
	0xfd, /* jmp to the hlt */
};

kvm_segment flat_segment(uint16_t selector, bool code)
{
	kvm_segment segment = {};
	segment.limit = 0xffffffff;
	segment.selector = selector;
	segment.type = code ? 0xb : 0x3;
	segment.present = 1;
	segment.s = 1;
	segment.db = !code;
	segment.l = code;
	segment.g = 1;
	return segment;
}

} /* namespace */

Result<void> write_boot_tables(GuestMemory &memory)
{
	using Table = std::array<uint64_t, 512>;
	static_assert(layout::kIdentityMapped == 4ull << 30);
	constexpr uint64_t kDirectories = layout::kPageTables + 2 * kPageSize;

	Table pml4 = {};
	pml4[0] = (layout::kPageTables + kPageSize) | kPresent | kWritable;
	Table pdpt = {};
	bool written = memory.write(layout::kGdt, kGdtEntries) &&
		       memory.write(layout::kResetVector, kResetCode);
	for (uint64_t gib = 0; gib < 4; gib++) {
		pdpt[gib] = (kDirectories + gib * kPageSize) | kPresent | kWritable;
		Table directory;
		for (uint64_t i = 0; i < directory.size(); i++)
			directory[i] = (gib << 30) | (i << 21) | kPresent | kWritable | kLargePage;
		written &= memory.write(kDirectories + gib * kPageSize, directory);
	}
	written &= memory.write(layout::kPageTables, pml4);
	written &= memory.write(layout::kPageTables + kPageSize, pdpt);
	if (!written)
		return format_error("boot page tables do not fit into guest memory");
	return {};
}

kvm_sregs boot_sregs(kvm_sregs sregs, bool x2apic)
{
	if (x2apic)
		sregs.apic_base |= kApicBaseX2apicMode;
	sregs.cs = flat_segment(kBootCs, true);
	sregs.ds = flat_segment(kBootDs, false);
	sregs.es = sregs.fs = sregs.gs = sregs.ss = sregs.ds;
	sregs.gdt.base = layout::kGdt;
	sregs.gdt.limit = sizeof(kGdtEntries) - 1;
	sregs.idt.base = 0;
	sregs.idt.limit = 0;
	sregs.cr3 = layout::kPageTables;
	sregs.cr4 = kCr4PhysicalAddressExtension;
	sregs.cr0 = kCr0ProtectionEnable | kCr0ExtensionType | kCr0NumericError | kCr0Paging;
	sregs.efer = kEferLongModeEnable | kEferLongModeActive;
	return sregs;
}

kvm_regs boot_regs(uint64_t entry)
{
	kvm_regs regs = {};
	regs.rip = entry;
	regs.rsi = layout::kBootParams;
	regs.rflags = kRflagsReserved;
	return regs;
}

std::vector<kvm_msr_entry> boot_msrs()
{
	return {
		{kMsrMiscEnable, 0, kMiscEnableFastString},
	};
}

} /* namespace ktstr */
