/* SPDX-License-Identifier: GPL-2.0 */
/*
 * For tests of tables that are built from a topology (vmm/test_topologies.h): an ACPI table reader
 * that follows the specification and not the code that wrote them.
 */
#pragma once

#include <gtest/gtest.h>

#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "vmm/test_topologies.h"
#include "vmm/x86/acpi.h"
#include "vmm/x86/acpi_tables.h"
#include "vmm/x86/layout.h"

namespace ktstr::test {

inline std::vector<std::byte> make_tables(const MachineTopology &topology)
{
	AcpiConfig config;

	config.topology = &topology;
	config.pci_window_base = 0xe0000000;
	config.pci_window_size = 0x10000000;
	config.ecam_base = 0xd0000000;
	config.ecam_size = 0x100000;
	return build_acpi_tables(layout::kAcpiTables, config);
}

/** Tables by signature, and each table's entries. Any inconsistency fails the test. */
class TableReader {
public:
	explicit TableReader(const std::vector<std::byte> &bytes) : bytes_(bytes)
	{
		auto rsdp = get<acpi::Rsdp>(layout::kAcpiTables);
		auto xsdt = get<acpi::Header>(rsdp.xsdt_address);

		EXPECT_EQ(memcmp(rsdp.signature, "RSD PTR ", 8), 0);
		EXPECT_EQ(sum(layout::kAcpiTables, 20), 0);
		EXPECT_EQ(sum(layout::kAcpiTables, sizeof(rsdp)), 0);
		EXPECT_EQ(sum(rsdp.xsdt_address, xsdt.length), 0);
		EXPECT_EQ((xsdt.length - sizeof(xsdt)) % 8, 0u);
		for (uint32_t at = sizeof(xsdt); at < xsdt.length; at += 8)
			add(get<uint64_t>(rsdp.xsdt_address + at));
		if (has("FACP"))
			add(get<acpi::Fadt>(tables_["FACP"]).x_dsdt);
	}

	bool has(const std::string &signature) const { return tables_.count(signature); }
	size_t count() const { return tables_.size(); }
	uint64_t address(const std::string &signature) const
	{
		EXPECT_TRUE(has(signature)) << signature;
		return has(signature) ? tables_.at(signature) : 0;
	}
	uint32_t length(const std::string &signature) const
	{
		return get<acpi::Header>(address(signature)).length;
	}

	template <typename T>
	T get(uint64_t address) const
	{
		T value = {};
		uint64_t at = address - layout::kAcpiTables;
		bool inside = address >= layout::kAcpiTables && at + sizeof(T) <= bytes_.size();

		EXPECT_TRUE(inside) << address;
		if (inside)
			memcpy(&value, &bytes_[at], sizeof(T));
		return value;
	}

	/**
	 * Addresses of the entries after a header of @header bytes. @hmat: the length is HMAT's
	 * four-byte one after type and reserved bytes; otherwise it is the second byte.
	 */
	std::vector<uint64_t> entries(const std::string &signature, size_t header,
				      bool hmat = false) const
	{
		std::vector<uint64_t> found;
		uint64_t at = address(signature) + header;
		uint64_t end = address(signature) + length(signature);

		while (at < end) {
			uint32_t size = hmat ? get<uint32_t>(at + 4) : get<uint8_t>(at + 1);

			EXPECT_GE(size, 2u);
			if (size < 2)
				return found;
			found.push_back(at);
			at += size;
		}
		EXPECT_EQ(at, end) << signature;
		return found;
	}

private:
	uint8_t sum(uint64_t address, size_t size) const
	{
		uint8_t total = 0;

		for (size_t i = 0; i < size; i++)
			total = uint8_t(total + get<uint8_t>(address + i));
		return total;
	}
	void add(uint64_t address)
	{
		auto header = get<acpi::Header>(address);
		std::string signature(header.signature, 4);

		EXPECT_EQ(address % 8, 0u) << signature;
		EXPECT_EQ(sum(address, header.length), 0) << signature;
		EXPECT_FALSE(has(signature)) << signature;
		tables_[signature] = address;
	}

	const std::vector<std::byte> &bytes_;
	std::map<std::string, uint64_t> tables_;
};

} /* namespace ktstr::test */
