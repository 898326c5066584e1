/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/x86/boot_params.h"

#include <asm/bootparam.h>
#include <gtest/gtest.h>

#include <array>

#include "vmm/x86/cpu_state.h"
#include "vmm/x86/layout.h"

namespace ktstr {

namespace {

struct BootParamsTest : testing::Test {
	BootParamsTest()
	{
		config.kernel.physical_base = 0x1000000;
		config.kernel.end = 0x2000000;
		config.acpi_rsdp = layout::kAcpiTables;
	}
	boot_params params() const
	{
		boot_params out;
		EXPECT_TRUE(memory.read(layout::kBootParams, &out));
		return out;
	}

	GuestMemory memory = GuestMemory::create(64 << 20).value();
	BootConfig config;
};

} /* namespace */

TEST_F(BootParamsTest, DescribesMemoryAndCommandLine)
{
	config.command_line = "quiet";
	config.kernel.randomised = true;
	ASSERT_TRUE(write_boot_params(memory, config).ok());
	boot_params written = params();
	EXPECT_EQ(+written.hdr.header, 0x53726448u);
	EXPECT_TRUE(written.hdr.loadflags & KASLR_FLAG);
	EXPECT_EQ(+written.acpi_rsdp_addr, layout::kAcpiTables);
	ASSERT_EQ(+written.e820_entries, 3);
	EXPECT_EQ(+written.e820_table[2].addr + written.e820_table[2].size, memory.size());
	char line[6];
	ASSERT_TRUE(memory.read(written.hdr.cmd_line_ptr, &line));
	EXPECT_STREQ(line, "quiet");
}

TEST_F(BootParamsTest, ConcatenatesArchivesAligned)
{
	std::vector<std::byte> first(5, std::byte{1}), second(3, std::byte{2});
	config.initrd = {first, second};
	ASSERT_TRUE(write_boot_params(memory, config).ok());
	boot_params written = params();
	EXPECT_EQ(+written.hdr.ramdisk_size, 11u);
	EXPECT_EQ(+written.hdr.ramdisk_image % 0x1000, 0u);
	uint8_t bytes[11];
	ASSERT_TRUE(memory.read(written.hdr.ramdisk_image, &bytes));
	EXPECT_EQ(bytes[4], 1);
	EXPECT_EQ(bytes[5], 0);
	EXPECT_EQ(bytes[8], 2);
}

TEST_F(BootParamsTest, InitrdKeepsClearOfTheKernel)
{
	std::vector<std::byte> archive(8 << 20);
	config.initrd = {archive};
	config.kernel.physical_base = 0x2000000;
	config.kernel.end = 0x3900000; /* leaves 7 MiB above it */
	ASSERT_TRUE(write_boot_params(memory, config).ok());
	EXPECT_LE(params().hdr.ramdisk_image + archive.size(), 0x2000000u);
}

TEST_F(BootParamsTest, RefusesWhatDoesNotFit)
{
	std::vector<std::byte> archive(60 << 20);
	config.initrd = {archive};
	EXPECT_FALSE(write_boot_params(memory, config).ok());
	config.initrd.clear();
	config.command_line.assign(2048, 'x');
	EXPECT_FALSE(write_boot_params(memory, config).ok());
	config.command_line.clear();
	config.kernel.end = layout::kIdentityMapped + 1;
	EXPECT_FALSE(write_boot_params(memory, config).ok());
}

TEST_F(BootParamsTest, ResetVectorWritesTheResetRegister)
{
	ASSERT_TRUE(write_boot_tables(memory).ok());
	std::array<uint8_t, 7> code = {};
	ASSERT_TRUE(memory.read(layout::kResetVector, &code));
	/* mov $0x602, %dx; mov $1, %al; out %al, (%dx); hlt */
	EXPECT_EQ(code, (std::array<uint8_t, 7>{0xba, 0x02, 0x06, 0xb0, 0x01, 0xee, 0xf4}));
}

TEST_F(BootParamsTest, PageTablesMapOneToOne)
{
	ASSERT_TRUE(write_boot_tables(memory).ok());
	uint64_t root = boot_sregs({}, false).cr3;
	for (uint64_t address : {0ull, 0x1234567ull, 0xc0000000ull, 0xffffffffull}) {
		uint64_t entry = 0;
		ASSERT_TRUE(memory.read(root + (address >> 39) * 8, &entry));
		ASSERT_TRUE(memory.read((entry & ~0xfffull) + ((address >> 30) & 511) * 8, &entry));
		ASSERT_TRUE(memory.read((entry & ~0xfffull) + ((address >> 21) & 511) * 8, &entry));
		EXPECT_EQ(entry & 0x83, 0x83u);
		EXPECT_EQ(entry & ~0x1fffffull, address & ~0x1fffffull);
	}
}

TEST(BootState, WideIdsBootInX2apicMode)
{
	kvm_sregs sregs = {};

	sregs.apic_base = 0xfee00900;
	EXPECT_EQ(boot_sregs(sregs, false).apic_base, 0xfee00900u);
	EXPECT_EQ(boot_sregs(sregs, true).apic_base, 0xfee00d00u);
}

} /* namespace ktstr */
