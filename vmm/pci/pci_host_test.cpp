/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/pci/pci_host.h"

#include <gtest/gtest.h>

#include <cstring>

namespace ktstr {
namespace {

class Function : public PciFunction {
public:
	explicit Function(uint32_t bar_size = 0x4000)
		: PciFunction({0x1234, 0x5678, 0x078000, 3, 0xaaaa, 0xbbbb})
	{
		add_bar(0, bar_size);
		const uint8_t body[] = {6, 7};
		add_capability(9, body);
		add_capability(0x11, body);
	}
	const char *name() const override { return "test"; }
	void read_bar(unsigned bar, uint64_t offset, std::span<std::byte> data) override
	{
		memset(data.data(), 0x5a, data.size());
		last = {bar, offset, data.size()};
	}
	void write_bar(unsigned bar, uint64_t offset, std::span<const std::byte> data) override
	{
		last = {bar, offset, data.size()};
	}
	Result<void> placed() override
	{
		placed_at = bar_address(0);
		return {};
	}

	struct Access {
		unsigned bar;
		uint64_t offset;
		size_t size;
	} last = {};
	uint32_t placed_at = 0;
};

class PciHostTest : public testing::Test {
protected:
	void SetUp() override { ASSERT_TRUE(host.add(function).ok()); }

	template <typename T = uint32_t>
	T get(Device &device, uint64_t offset)
	{
		T value = 0;
		device.read(offset, std::as_writable_bytes(std::span(&value, 1)));
		return value;
	}
	template <typename T>
	void put(Device &device, uint64_t offset, T value)
	{
		device.write(offset, std::as_bytes(std::span(&value, 1)));
	}
	uint64_t ecam_at(uint64_t slot, uint64_t reg) { return slot << 15 | reg; }
	uint32_t config(uint32_t slot, uint32_t reg) { return get(*ecam, ecam_at(slot, reg)); }
	void set_config(uint32_t slot, uint32_t reg, uint32_t value)
	{
		put(*ecam, ecam_at(slot, reg), value);
	}

	PciHost host;
	std::shared_ptr<Function> function = std::make_shared<Function>();
	std::shared_ptr<Device> ecam = host.ecam();
	std::shared_ptr<Device> window = host.mmio_window();
};

TEST_F(PciHostTest, HostBridgeHasItsClass)
{
	EXPECT_EQ(get<uint16_t>(*ecam, 0x0a), 0x0600);
}

TEST_F(PciHostTest, AbsentFunctionsReadAllOnes)
{
	EXPECT_EQ(config(2, 0), ~0u);
	EXPECT_EQ(config(31, 0), ~0u);
	EXPECT_EQ(get(*ecam, ecam_at(1, 0) | 1 << 12), ~0u); /* function 1 */
	EXPECT_EQ(get(*ecam, ecam_at(1, 0) | 1 << 20), ~0u); /* bus 1 */
	set_config(2, 4, 0);
}

TEST_F(PciHostTest, HeaderShowsTheIdentity)
{
	EXPECT_EQ(config(1, 0), 0x56781234u);
	EXPECT_EQ(config(1, 8), 0x07800003u);
	EXPECT_EQ(config(1, 0x2c), 0xbbbbaaaau);
	EXPECT_EQ(config(1, 0x3c), 0u); /* no interrupt pin */
	EXPECT_EQ(get<uint8_t>(*ecam, ecam_at(1, 3)), 0x56);
}

TEST_F(PciHostTest, NoExtendedSpace)
{
	EXPECT_EQ(get(*ecam, ecam_at(1, 0x100)), ~0u);
	set_config(1, 0x100, 0);
}

TEST_F(PciHostTest, AccessesAcrossADoubleWordAreNotTaken)
{
	EXPECT_EQ(get<uint32_t>(*ecam, ecam_at(1, 1)), ~0u);
	EXPECT_EQ(get<uint64_t>(*ecam, ecam_at(1, 0)), ~0ull);
	EXPECT_EQ(get<uint16_t>(*ecam, ecam_at(1, 3)), 0xffff);
}

TEST_F(PciHostTest, CapabilityListIsAligned)
{
	EXPECT_TRUE(config(1, 4) >> 16 & 0x10);
	uint32_t first = config(1, 0x34) & 0xff;
	EXPECT_EQ(first, 0x40u);
	EXPECT_EQ(config(1, first), 0x07064409u);
	EXPECT_EQ(config(1, 0x44), 0x07060011u);
}

TEST_F(PciHostTest, BarSizingAndFixedAddress)
{
	uint32_t assigned = config(1, 0x10);
	EXPECT_EQ(assigned, PciHost::kWindowBase);
	EXPECT_EQ(function->placed_at, assigned);
	set_config(1, 0x10, 0xffffffff);
	EXPECT_EQ(config(1, 0x10), 0xffffc000u);
	EXPECT_EQ(config(1, 0x14), 0u); /* writing elsewhere changes nothing */
	EXPECT_EQ(config(1, 0x10), 0xffffc000u);
	set_config(1, 0x10, 0x12340000);
	EXPECT_EQ(config(1, 0x10), assigned);
	set_config(1, 0x14, 0xffffffff);
	EXPECT_EQ(config(1, 0x14), 0u); /* no such BAR */
	set_config(1, 0x30, 0xfffff800);
	EXPECT_EQ(config(1, 0x30), 0u); /* no expansion ROM */
}

TEST_F(PciHostTest, OnlyWritableBitsChange)
{
	set_config(1, 0, 0);
	EXPECT_EQ(config(1, 0), 0x56781234u);
	set_config(1, 4, 0xffffffff);
	EXPECT_EQ(config(1, 4), 0x00100406u);
}

TEST_F(PciHostTest, WindowNeedsMemoryEnable)
{
	EXPECT_EQ(get(*window, 0), ~0u);
	put<uint16_t>(*ecam, ecam_at(1, 4), 2);
	EXPECT_EQ(get(*window, 8), 0x5a5a5a5au);
	EXPECT_EQ(function->last.offset, 8u);
	put<uint16_t>(*window, 0x3ffe, 1);
	EXPECT_EQ(function->last.offset, 0x3ffeu);
	EXPECT_EQ(get(*window, 0x3ffe), ~0u); /* runs over the BAR's end */
	EXPECT_EQ(get(*window, 0x4000), ~0u);
	EXPECT_EQ(get(*window, PciHost::kWindowSize - 4), ~0u);
}

TEST_F(PciHostTest, BarsDoNotOverlapAndRunOut)
{
	auto small = std::make_shared<Function>(16), big = std::make_shared<Function>(1 << 20);
	ASSERT_TRUE(host.add(small).ok());
	ASSERT_TRUE(host.add(big).ok());
	EXPECT_EQ(small->bar_address(0), PciHost::kWindowBase + 0x4000);
	EXPECT_EQ(big->bar_address(0), PciHost::kWindowBase + (1 << 20));
	EXPECT_FALSE(host.add(std::make_shared<Function>(1u << 31)).ok());
	for (unsigned slot = 4; slot < 32; slot++)
		ASSERT_TRUE(host.add(std::make_shared<Function>()).ok());
	Result<void> full = host.add(std::make_shared<Function>());
	ASSERT_FALSE(full.ok());
	EXPECT_EQ(full.error().code, ENOSPC);
}

} /* namespace */
} /* namespace ktstr */
