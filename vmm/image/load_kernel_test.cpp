/* SPDX-License-Identifier: GPL-2.0 */
#include <gtest/gtest.h>

#include <set>

#include "vmm/image/kernel_image.h"
#include "vmm/image/test_images.h"

namespace ktstr {

namespace {

using test::kLink;

constexpr uint64_t kAt64 = 0x100, kAtInverse = 0x300, kAt32 = 0x400;

/** A kernel whose words hold link-time addresses, with one relocation of each type. */
KernelImage make_kernel(const std::vector<std::vector<uint32_t>> &lists)
{
	std::string elf = test::make_elf();
	test::put<uint64_t>(elf, test::kTextOffset + kAt64, 0xffffffff81000abc);
	test::put<uint32_t>(elf, test::kTextOffset + kAtInverse, 0x1000);
	test::put<uint32_t>(elf, test::kTextOffset + kAt32, 0x81000def);
	test::ScratchFolder folder;
	std::string file = test::make_bzimage(elf + test::make_relocations(lists));
	return open_kernel_image(folder.write("kernel", file), "").value();
}

KernelImage good_kernel()
{
	return make_kernel({{0x81000100}, {0x81000300}, {0x81000400}});
}

TEST(LoadKernel, WithoutKaslrEverythingStaysAtItsLinkAddress)
{
	KernelImage image = good_kernel();
	GuestMemory memory = GuestMemory::create(64 << 20).value();
	Result<LoadedKernel> loaded = load_kernel(image, memory, false, 5);
	ASSERT_TRUE(loaded.ok()) << loaded.error().to_string();
	EXPECT_EQ(loaded.value().physical_base, kLink);
	EXPECT_EQ(loaded.value().entry, kLink + 0x40);
	EXPECT_EQ(loaded.value().virtual_offset, 0u);
	EXPECT_FALSE(loaded.value().randomised);
	uint64_t word = 0;
	EXPECT_TRUE(memory.read(kLink + kAt64, &word));
	EXPECT_EQ(word, 0xffffffff81000abc);
}

TEST(LoadKernel, KaslrMovesAndRelocates)
{
	KernelImage image = good_kernel();
	std::set<uint64_t> bases, offsets;
	for (uint64_t seed = 0; seed < 64; seed++) {
		GuestMemory memory = GuestMemory::create(256 << 20).value();
		LoadedKernel loaded = load_kernel(image, memory, true, seed).value();
		EXPECT_TRUE(loaded.randomised);
		EXPECT_GE(loaded.physical_base, kLink);
		EXPECT_LE(loaded.end, memory.size());
		EXPECT_EQ(loaded.physical_base % image.physical_align, 0u);
		EXPECT_EQ(loaded.virtual_offset % image.physical_align, 0u);
		EXPECT_LT(kLink + loaded.virtual_offset, 1u << 30);
		EXPECT_EQ(loaded.entry, loaded.physical_base + 0x40);
		uint64_t word64 = 0;
		uint32_t inverse = 0, word32 = 0;
		EXPECT_TRUE(memory.read(loaded.physical_base + kAt64, &word64));
		EXPECT_TRUE(memory.read(loaded.physical_base + kAtInverse, &inverse));
		EXPECT_TRUE(memory.read(loaded.physical_base + kAt32, &word32));
		EXPECT_EQ(word64, 0xffffffff81000abc + loaded.virtual_offset);
		EXPECT_EQ(inverse, uint32_t(0x1000 - loaded.virtual_offset));
		EXPECT_EQ(word32, 0x81000def + loaded.virtual_offset);
		bases.insert(loaded.physical_base);
		offsets.insert(loaded.virtual_offset);
	}
	EXPECT_GT(bases.size(), 20u);
	EXPECT_GT(offsets.size(), 20u);
}

TEST(LoadKernel, TheSeedDecides)
{
	KernelImage image = good_kernel();
	GuestMemory one = GuestMemory::create(256 << 20).value();
	GuestMemory two = GuestMemory::create(256 << 20).value();
	LoadedKernel a = load_kernel(image, one, true, 42).value();
	LoadedKernel b = load_kernel(image, two, true, 42).value();
	EXPECT_EQ(a.physical_base, b.physical_base);
	EXPECT_EQ(a.virtual_offset, b.virtual_offset);
}

TEST(LoadKernel, BssIsZeroedInUsedMemory)
{
	KernelImage image = good_kernel();
	GuestMemory memory = GuestMemory::create(64 << 20).value();
	memset(memory.base(), 0xff, memory.size());
	ASSERT_TRUE(load_kernel(image, memory, false, 0).ok());
	for (uint64_t at :
	     {kLink + 0x10, kLink + test::kTextSize, kLink + test::kTextSize + 0xfff}) {
		uint8_t byte = 1;
		EXPECT_TRUE(memory.read(at, &byte));
		EXPECT_EQ(byte, 0) << at;
	}
}

TEST(LoadKernel, RelocationsOutsideOfTheKernelAreErrors)
{
	/* The kernel's last word holds half of a 64-bit value. */
	GuestMemory scratch = GuestMemory::create(64 << 20).value();
	EXPECT_FALSE(load_kernel(make_kernel({{0x811ffffc}, {}}), scratch, true, 1).ok());
	EXPECT_TRUE(load_kernel(make_kernel({{}, {0x811ffffc}}), scratch, true, 1).ok());
	for (uint32_t address : {0x80ffffffu, 0x81200000u, 0x7fffffffu, 1u, UINT32_MAX}) {
		GuestMemory memory = GuestMemory::create(64 << 20).value();
		EXPECT_FALSE(
			load_kernel(make_kernel({{address}, {0x81000400}}), memory, true, 1).ok());
		EXPECT_FALSE(
			load_kernel(make_kernel({{0x81000100}, {address}}), memory, true, 1).ok());
	}
}

TEST(LoadKernel, WhatDoesNotFitIsAnError)
{
	KernelImage image = good_kernel();
	GuestMemory memory = GuestMemory::create(64 << 20).value();
	image.segments[0].memory_size = 49ull << 20;
	EXPECT_FALSE(load_kernel(image, memory, true, 1).ok());
	EXPECT_FALSE(load_kernel(image, memory, false, 1).ok());
	image.segments[0].memory_size = 48ull << 20;
	EXPECT_TRUE(load_kernel(image, memory, true, 1).ok());
	image.segments[0].physical_address = 0x80000;
	EXPECT_FALSE(load_kernel(image, memory, false, 1).ok());
	image.segments.clear();
	EXPECT_FALSE(load_kernel(image, memory, true, 1).ok());
}

} /* namespace */

} /* namespace ktstr */
