/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/guest_memory.h"

#include <gtest/gtest.h>
#include <linux/mempolicy.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>

namespace ktstr {

namespace {

constexpr uint64_t kMib = 1 << 20;
constexpr uint64_t kGib = 1ull << 30;

} /* namespace */

TEST(GuestMemory, RefusesOddSizes)
{
	EXPECT_FALSE(GuestMemory::create(0).ok());
	EXPECT_FALSE(GuestMemory::create(32 * kMib).ok());
	EXPECT_FALSE(GuestMemory::create(65 * kMib).ok());
	EXPECT_FALSE(GuestMemory::create(~0ull << 21).ok());
}

TEST(GuestMemory, ReadsBackWhatWasWritten)
{
	GuestMemory memory = GuestMemory::create(64 * kMib).value();
	EXPECT_TRUE(memory.write<uint32_t>(0x1234, 0xdeadbeef));
	uint32_t value = 0;
	EXPECT_TRUE(memory.read(0x1234, &value));
	EXPECT_EQ(value, 0xdeadbeefu);
}

TEST(GuestMemory, KeepsToItsBounds)
{
	GuestMemory memory = GuestMemory::create(64 * kMib).value();
	uint64_t value = 0;
	EXPECT_TRUE(memory.read(64 * kMib - 8, &value));
	for (uint64_t address : {64 * kMib - 7, 64 * kMib, GuestMemory::kHoleStart,
				 GuestMemory::kHoleEnd, UINT64_MAX - 7, UINT64_MAX}) {
		EXPECT_FALSE(memory.read(address, &value)) << address;
		EXPECT_FALSE(memory.write(address, value)) << address;
	}
	EXPECT_EQ(memory.at(0, ~0ull), nullptr);
	EXPECT_EQ(memory.at(8, ~0ull - 4), nullptr);
	std::array<std::byte, 16> bytes = {};
	EXPECT_FALSE(memory.read_bytes(64 * kMib - 15, bytes));
	EXPECT_FALSE(memory.write_bytes(64 * kMib - 15, bytes));
	EXPECT_TRUE(memory.write_bytes(64 * kMib - 16, bytes));
}

TEST(GuestMemory, LeavesTheHoleFree)
{
	GuestMemory memory = GuestMemory::create(4 * kGib).value();
	ASSERT_EQ(memory.ranges().size(), 2u);
	EXPECT_EQ(memory.ranges()[1].guest_address, GuestMemory::kHoleEnd);
	EXPECT_EQ(memory.ranges()[1].size, 1 * kGib);
	EXPECT_EQ(memory.at(GuestMemory::kHoleStart - 4, 8), nullptr);
	EXPECT_EQ(memory.at(GuestMemory::kHoleEnd - 4, 8), nullptr);
	EXPECT_EQ(memory.at(GuestMemory::kHoleEnd, 8), memory.base() + GuestMemory::kHoleStart);
	EXPECT_EQ(memory.at(5 * kGib, 1), nullptr);
}

TEST(GuestMemory, IsMovable)
{
	GuestMemory first = GuestMemory::create(64 * kMib).value();
	ASSERT_TRUE(first.write<uint8_t>(7, 42));
	GuestMemory second = std::move(first);
	uint8_t value = 0;
	EXPECT_TRUE(second.read(7, &value));
	EXPECT_EQ(value, 42);
}

TEST(GuestMemory, GoesOnWithoutHugePages)
{
	/* More than test hosts reserve. If this host has that many, success is fine too. */
	GuestMemory memory = GuestMemory::create(4 * kGib, {true, {}}).value();

	EXPECT_TRUE(memory.write<uint64_t>(GuestMemory::kHoleEnd + 8, 1));
	for (const std::string &note : memory.notes())
		EXPECT_TRUE(note.starts_with("no huge pages: ")) << note;
	GuestMemory moved = std::move(memory);
	EXPECT_LE(moved.notes().size(), 1u);
}

TEST(GuestMemory, GoesOnWithoutTheNode)
{
	MemoryPlacement placement = {false, {{0, 32 * kMib, 1023}, {32 * kMib, 32 * kMib, 0}}};
	GuestMemory memory = GuestMemory::create(64 * kMib, placement).value();

	ASSERT_GE(memory.notes().size(), 1u);
	EXPECT_NE(memory.notes()[0].find("not bound to host node: 1023"), std::string::npos);
	for (uint64_t address = 0; address < 64 * kMib; address += kMib)
		ASSERT_TRUE(memory.write<uint64_t>(address, address));
	/* On a host without NUMA the second part gets a note too. */
	int node = -1;
	long got = syscall(SYS_get_mempolicy, &node, nullptr, 0, memory.base() + 40 * kMib,
			   MPOL_F_NODE | MPOL_F_ADDR);
	if (memory.notes().size() == 1 && got == 0) {
		EXPECT_EQ(node, 0);
	}
}

TEST(GuestMemoryDeathTest, APartOutsideIsABug)
{
	MemoryPlacement placement = {false, {{32 * kMib, 64 * kMib, 0}}};

	EXPECT_DEATH((void)GuestMemory::create(64 * kMib, placement).ok(), "bug at");
}

} /* namespace ktstr */
