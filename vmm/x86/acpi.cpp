/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/x86/acpi.h"

#include <cstring>

#include "vmm/devices/power.h"
#include "vmm/x86/acpi_bytes.h"
#include "vmm/x86/acpi_topology.h"
#include "vmm/x86/aml.h"
#include "vmm/x86/layout.h"

namespace ktstr {

namespace {

using acpi::append;
using acpi::Bytes;
using acpi::make_header;
using acpi::seal;

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

acpi::GenericAddress io_byte(uint16_t port)
{
	return {kSpaceSystemIo, 8, 0, kAccessByte, port};
}

Bytes make_dsdt(const AcpiConfig &config)
{
	aml::Terms devices;
	for (unsigned i = 0; i < config.topology->cpus.size(); i++) {
		char name[16];
		snprintf(name, sizeof(name), "C%03X", i);
		/* §8.4: a processor device, linked to the MADT by its _UID. */
		devices.push_back(aml::device(name, {aml::name("_HID", aml::string("ACPI0007")),
						     aml::name("_UID", aml::integer(i))}));
	}
	devices.push_back(aml::device(
		"PCI0",
		{aml::name("_HID", aml::eisa_id("PNP0A08")),
		 aml::name("_CID", aml::eisa_id("PNP0A03")), aml::name("_UID", aml::integer(0)),
		 aml::name("_BBN", aml::integer(0)),
		 /* Linux warns about a host bridge without a node. */
		 aml::name("_PXM", aml::integer(0)),
		 aml::name("_CRS",
			   aml::resource_template({aml::bus_numbers(0, 0),
						   aml::memory_window(config.pci_window_base,
								      config.pci_window_size)}))}));
	/* PCI Firmware 3.0 §4.1.2: a motherboard resource must reserve the ECAM range. */
	devices.push_back(aml::device(
		"MBRD",
		{aml::name("_HID", aml::eisa_id("PNP0C02")), aml::name("_UID", aml::integer(0)),
		 aml::name("_CRS", aml::resource_template({aml::fixed_memory(
					   config.ecam_base, config.ecam_size)}))}));
	devices.push_back(aml::device(
		"COM1",
		{aml::name("_HID", aml::eisa_id("PNP0501")), aml::name("_UID", aml::integer(0)),
		 aml::name("_CRS", aml::resource_template({aml::io_ports(layout::kCom1, 8),
							   aml::irq(layout::kCom1Irq)}))}));

	Bytes table;
	append(table, make_header("DSDT", 2));
	Bytes tree = aml::scope("\\_SB_", devices);
	/* §7.4.2.6: the first two values of _S5 are SLP_TYPa and SLP_TYPb. */
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
	fadt.dsdt = uint32_t(dsdt);
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
	append(xsdt, place(make_madt(*config.topology)));
	/* Without SRAT everything is node 0. HMAT refers to the nodes of SRAT. */
	bool has_hmat = !config.topology->latency_ns.empty();
	if (config.topology->nodes() > 1 || has_hmat)
		append(xsdt, place(make_srat(*config.topology)));
	if (config.topology->nodes() > 1)
		append(xsdt, place(make_slit(*config.topology)));
	if (has_hmat)
		append(xsdt, place(make_hmat(*config.topology)));
	append(xsdt, place(make_mcfg(config)));

	acpi::Rsdp rsdp = {};
	memcpy(rsdp.signature, "RSD PTR ", sizeof(rsdp.signature));
	memcpy(rsdp.oem_id, "KTSTR ", sizeof(rsdp.oem_id));
	rsdp.revision = 2;
	rsdp.length = sizeof(rsdp);
	rsdp.xsdt_address = place(seal(std::move(xsdt)));
	const uint8_t *bytes = reinterpret_cast<const uint8_t *>(&rsdp);
	rsdp.checksum = acpi::checksum(bytes, offsetof(acpi::Rsdp, length));
	rsdp.extended_checksum = acpi::checksum(bytes, sizeof(rsdp));
	memcpy(out.data(), &rsdp, sizeof(rsdp));

	const std::byte *begin = reinterpret_cast<const std::byte *>(out.data());
	return std::vector<std::byte>(begin, begin + out.size());
}

} /* namespace ktstr */
