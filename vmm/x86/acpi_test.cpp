/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/x86/acpi.h"

#include <gtest/gtest.h>

#include <cstring>
#include <map>
#include <string>

#include "vmm/x86/acpi_tables.h"

namespace ktstr {

namespace {

constexpr uint64_t kBase = 0xe0000;

struct AcpiTest : testing::TestWithParam<unsigned> {
	AcpiTest()
	{
		AcpiConfig config;
		config.vcpus = GetParam();
		config.pci_window_base = 0xe0000000;
		config.pci_window_size = 0x10000000;
		config.ecam_base = 0xd0000000;
		config.ecam_size = 0x100000;
		bytes = build_acpi_tables(kBase, config);
	}

	template <typename T>
	T get(uint64_t address) const
	{
		T value = {};
		EXPECT_GE(address, kBase);
		EXPECT_LE(address - kBase + sizeof(T), bytes.size());
		if (address >= kBase && address - kBase + sizeof(T) <= bytes.size())
			memcpy(&value, &bytes[address - kBase], sizeof(T));
		return value;
	}
	uint8_t sum(uint64_t address, size_t size) const
	{
		uint8_t total = 0;
		for (size_t i = 0; i < size; i++)
			total = static_cast<uint8_t>(total + get<uint8_t>(address + i));
		return total;
	}
	/** Signature to address, of every table the XSDT names, all checked. */
	std::map<std::string, uint64_t> tables() const
	{
		std::map<std::string, uint64_t> found;
		auto rsdp = get<acpi::Rsdp>(kBase);
		auto xsdt = get<acpi::Header>(rsdp.xsdt_address);
		EXPECT_EQ(sum(rsdp.xsdt_address, xsdt.length), 0);
		for (uint32_t at = sizeof(xsdt); at < xsdt.length; at += 8) {
			uint64_t address = get<uint64_t>(rsdp.xsdt_address + at);
			auto header = get<acpi::Header>(address);
			EXPECT_EQ(sum(address, header.length), 0);
			found[std::string(header.signature, 4)] = address;
		}
		return found;
	}

	std::vector<std::byte> bytes;
};

} /* namespace */

TEST_P(AcpiTest, RootPointerChecksOut)
{
	auto rsdp = get<acpi::Rsdp>(kBase);
	EXPECT_EQ(memcmp(rsdp.signature, "RSD PTR ", 8), 0);
	EXPECT_EQ(sum(kBase, 20), 0);
	EXPECT_EQ(sum(kBase, sizeof(rsdp)), 0);
}

TEST_P(AcpiTest, NamesEveryTable)
{
	auto found = tables();
	ASSERT_EQ(found.size(), 3u);
	EXPECT_TRUE(found.count("FACP"));
	EXPECT_TRUE(found.count("APIC"));
	EXPECT_TRUE(found.count("MCFG"));
}

TEST_P(AcpiTest, FadtIsHardwareReduced)
{
	auto fadt = get<acpi::Fadt>(tables()["FACP"]);
	EXPECT_EQ(+fadt.header.length, 276u);
	EXPECT_TRUE(fadt.flags & 1 << 20);
	EXPECT_TRUE(fadt.flags & 1 << 10);
	EXPECT_EQ(+fadt.sleep_control_reg.address, 0x600u);
	EXPECT_EQ(+fadt.sleep_status_reg.address, 0x601u);
	EXPECT_EQ(+fadt.reset_reg.address, 0x602u);
	auto dsdt = get<acpi::Header>(fadt.x_dsdt);
	EXPECT_EQ(memcmp(dsdt.signature, "DSDT", 4), 0);
	EXPECT_EQ(sum(fadt.x_dsdt, dsdt.length), 0);
	EXPECT_EQ(+fadt.dsdt, +fadt.x_dsdt);
}

TEST_P(AcpiTest, MadtListsEveryProcessor)
{
	uint64_t madt = tables()["APIC"];
	uint32_t length = get<acpi::Header>(madt).length;
	unsigned processors = 0, controllers = 0;
	uint32_t at = sizeof(acpi::Madt);
	while (at < length) {
		uint8_t type = get<uint8_t>(madt + at), size = get<uint8_t>(madt + at + 1);
		ASSERT_GE(size, 2);
		if (type == 0) {
			auto apic = get<acpi::MadtLocalApic>(madt + at);
			EXPECT_EQ(+apic.apic_id, processors);
			EXPECT_EQ(+apic.flags, 1u);
			processors++;
		} else {
			EXPECT_EQ(type, 1);
			controllers++;
		}
		at += size;
	}
	EXPECT_EQ(at, length);
	EXPECT_EQ(processors, GetParam());
	EXPECT_EQ(controllers, 1u);
}

INSTANTIATE_TEST_SUITE_P(Vcpus, AcpiTest, testing::Values(1u, 2u, 4u, 8u));

} /* namespace ktstr */
