/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/x86/acpi.h"

#include <cstring>
#include <string>
#include <type_traits>

#include "vmm/base/result.h"
#include "vmm/devices/power.h"
#include "vmm/x86/acpi_tables.h"
#include "vmm/x86/aml.h"
#include "vmm/x86/layout.h"

namespace ktstr {

namespace {

using Bytes = aml::Bytes;

/* ACPI 6.5 §5.2.9.3, IA-PC boot architecture flags */
constexpr uint16_t kBootVgaNotPresent = 1 << 2;
constexpr uint16_t kBootPcieAspmControls = 1 << 4;
constexpr uint16_t kBootCmosRtcNotPresent = 1 << 5;
/* §5.2.9, fixed feature flags */
constexpr uint32_t kFlagWbinvd = 1 << 0;
constexpr uint32_t kFlagPowerButtonAbsent = 1 << 4;
constexpr uint32_t kFlagSleepButtonAbsent = 1 << 5;
constexpr uint32_t kFlagResetRegister = 1 << 10;
constexpr uint32_t kFlagHwReduced = 1 << 20;

constexpr uint8_t kSpaceSystemIo = 1;
constexpr uint8_t kAccessByte = 1;

uint8_t checksum(const uint8_t *bytes, size_t size)
{
	uint8_t sum = 0;
	for (size_t i = 0; i < size; i++)
		sum = static_cast<uint8_t>(sum + bytes[i]);
	return static_cast<uint8_t>(-sum);
}

acpi::Header make_header(const char *signature, uint8_t revision)
{
	acpi::Header header = {};
	memcpy(header.signature, signature, sizeof(header.signature));
	header.revision = revision;
	memcpy(header.oem_id, "KTSTR ", sizeof(header.oem_id));
	memcpy(header.oem_table_id, "KTSTRVMM", sizeof(header.oem_table_id));
	header.oem_revision = 1;
	memcpy(header.creator_id, "KTST", sizeof(header.creator_id));
	header.creator_revision = 1;
	return header;
}

template <typename T>
void append(Bytes &to, const T &value)
{
	static_assert(std::is_trivially_copyable_v<T>);
	const uint8_t *bytes = reinterpret_cast<const uint8_t *>(&value);
	to.insert(to.end(), bytes, bytes + sizeof(value));
}

/** Puts length and checksum into the header that @table begins with. */
Bytes seal(Bytes table)
{
	uint32_t length = static_cast<uint32_t>(table.size());
	memcpy(&table[offsetof(acpi::Header, length)], &length, sizeof(length));
	table[offsetof(acpi::Header, checksum)] = checksum(table.data(), table.size());
	return table;
}

acpi::GenericAddress io_byte(uint16_t port)
{
	return {kSpaceSystemIo, 8, 0, kAccessByte, port};
}

Bytes make_dsdt(const AcpiConfig &config)
{
	aml::Terms devices;
	for (unsigned i = 0; i < config.vcpus; i++) {
		/* §8.4: a processor device, tied to the MADT by its _UID. */
		devices.push_back(aml::device("CPU" + std::to_string(i),
					      {aml::name("_HID", aml::string("ACPI0007")),
					       aml::name("_UID", aml::integer(i))}));
	}
	devices.push_back(aml::device(
		"PCI0", {aml::name("_HID", aml::eisa_id("PNP0A08")),
			 aml::name("_CID", aml::eisa_id("PNP0A03")),
			 aml::name("_UID", aml::integer(0)), aml::name("_BBN", aml::integer(0)),
			 aml::name("_CRS", aml::resource_template(
						   {aml::bus_numbers(0, 0),
						    aml::memory_window(config.pci_window_base,
								       config.pci_window_size)}))}));
	/* PCI Firmware 3.0 §4.1.2: the ECAM range is a motherboard resource. */
	devices.push_back(aml::device(
		"MBRD", {aml::name("_HID", aml::eisa_id("PNP0C02")),
			 aml::name("_UID", aml::integer(0)),
			 aml::name("_CRS", aml::resource_template({aml::fixed_memory(
						   config.ecam_base, config.ecam_size)}))}));
	devices.push_back(aml::device(
		"COM1", {aml::name("_HID", aml::eisa_id("PNP0501")),
			 aml::name("_UID", aml::integer(0)),
			 aml::name("_CRS", aml::resource_template({aml::io_ports(layout::kCom1, 8),
								   aml::irq(layout::kCom1Irq)}))}));

	Bytes table;
	append(table, make_header("DSDT", 2));
	Bytes tree = aml::scope("\\_SB_", devices);
	/* §7.4.2.6: _S5's first two values are SLP_TYPa and SLP_TYPb. */
	Bytes off = aml::name("\\_S5_", aml::package({aml::integer(PowerDevice::kSleepTypeOff),
						      aml::integer(PowerDevice::kSleepTypeOff),
						      aml::integer(0), aml::integer(0)}));
	table.insert(table.end(), tree.begin(), tree.end());
	table.insert(table.end(), off.begin(), off.end());
	return seal(std::move(table));
}

Bytes make_fadt(uint64_t dsdt)
{
	acpi::Fadt fadt = {};
	fadt.header = make_header("FACP", 6);
	fadt.minor_version = 5;
	fadt.dsdt = static_cast<uint32_t>(dsdt);
	fadt.x_dsdt = dsdt;
	fadt.iapc_boot_arch = kBootVgaNotPresent | kBootPcieAspmControls | kBootCmosRtcNotPresent;
	fadt.flags = kFlagWbinvd | kFlagPowerButtonAbsent | kFlagSleepButtonAbsent |
		     kFlagResetRegister | kFlagHwReduced;
	fadt.reset_reg = io_byte(layout::kPower + PowerDevice::kReset);
	fadt.reset_value = PowerDevice::kResetValue;
	fadt.sleep_control_reg = io_byte(layout::kPower + PowerDevice::kSleepControl);
	fadt.sleep_status_reg = io_byte(layout::kPower + PowerDevice::kSleepStatus);
	memcpy(&fadt.hypervisor_vendor, "KTSTRVMM", sizeof(fadt.hypervisor_vendor));
	Bytes table;
	append(table, fadt);
	return seal(std::move(table));
}

Bytes make_madt(unsigned vcpus)
{
	acpi::Madt madt = {};
	madt.header = make_header("APIC", 5);
	madt.local_apic_address = layout::kLocalApic;
	Bytes table;
	append(table, madt);
	for (unsigned i = 0; i < vcpus; i++) {
		uint8_t id = static_cast<uint8_t>(i);
		append(table, acpi::MadtLocalApic{0, sizeof(acpi::MadtLocalApic), id, id, 1});
	}
	append(table, acpi::MadtIoApic{1, sizeof(acpi::MadtIoApic), layout::kIoApicId, 0,
				       layout::kIoApic, 0});
	return seal(std::move(table));
}

Bytes make_mcfg(const AcpiConfig &config)
{
	acpi::Mcfg mcfg = {};
	mcfg.header = make_header("MCFG", 1);
	mcfg.base = config.ecam_base;
	Bytes table;
	append(table, mcfg);
	return seal(std::move(table));
}

} /* namespace */

std::vector<std::byte> build_acpi_tables(uint64_t base, const AcpiConfig &config)
{
	Bytes out(sizeof(acpi::Rsdp));
	/* Appends @table on an 8-byte boundary; returns its guest-physical address. */
	auto place = [&out, base](const Bytes &table) {
		out.resize((out.size() + 7) & ~size_t{7});
		uint64_t address = base + out.size();
		out.insert(out.end(), table.begin(), table.end());
		return address;
	};

	uint64_t dsdt = place(make_dsdt(config));
	Bytes xsdt;
	append(xsdt, make_header("XSDT", 1));
	append(xsdt, place(make_fadt(dsdt)));
	append(xsdt, place(make_madt(config.vcpus)));
	append(xsdt, place(make_mcfg(config)));

	acpi::Rsdp rsdp = {};
	memcpy(rsdp.signature, "RSD PTR ", sizeof(rsdp.signature));
	memcpy(rsdp.oem_id, "KTSTR ", sizeof(rsdp.oem_id));
	rsdp.revision = 2;
	rsdp.length = sizeof(rsdp);
	rsdp.xsdt_address = place(seal(std::move(xsdt)));
	const uint8_t *bytes = reinterpret_cast<const uint8_t *>(&rsdp);
	rsdp.checksum = checksum(bytes, offsetof(acpi::Rsdp, length));
	rsdp.extended_checksum = checksum(bytes, sizeof(rsdp));
	memcpy(out.data(), &rsdp, sizeof(rsdp));

	const std::byte *begin = reinterpret_cast<const std::byte *>(out.data());
	return std::vector<std::byte>(begin, begin + out.size());
}

} /* namespace ktstr */
