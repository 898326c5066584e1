/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/virtio/block.h"

#include <gtest/gtest.h>

#include <cstddef>

#include "vmm/virtio/block_disk.h"
#include "vmm/virtio/block_fixture.h"
#include "vmm/virtio/block_request.h"

namespace ktstr {
namespace {

constexpr uint64_t kDiskBytes = 8 << 20;
constexpr uint64_t kSectors = kDiskBytes / BlockDisk::kSectorSize;
constexpr uint64_t kOut = BlockFixture::kData, kIn = BlockFixture::kData + 0x800000;

std::string pattern(size_t size, unsigned seed)
{
	std::string bytes(size, 0);
	for (size_t i = 0; i < size; i++)
		bytes[i] = char(i * 7 + i / 512 + seed);
	return bytes;
}

class BlockTest : public testing::Test, protected BlockFixture {
protected:
	BlockTest() : BlockFixture({.bytes = kDiskBytes, .queues = 3}) {}

	template <typename T>
	T field(uint64_t offset)
	{
		return driver.bar<T>(kBarDevice + offset);
	}
	uint8_t read_sector(uint64_t sector, unsigned queue = 0)
	{
		return run(queue, kBlockIn, sector, {{kIn, 512, true}});
	}
	bool broken() { return driver.status() & kVirtioNeedsReset; }
};

TEST_F(BlockTest, ConfigurationSpace)
{
	start();
	EXPECT_EQ(driver.config(kSlot, 0), 0x10421af4u);
	EXPECT_EQ(driver.bar<uint16_t>(kCommonNumQueues), 3);
	EXPECT_EQ(field<uint32_t>(offsetof(BlockConfig, capacity)), kSectors);
	EXPECT_EQ(field<uint32_t>(offsetof(BlockConfig, capacity) + 4), 0u);
	EXPECT_EQ(field<uint32_t>(offsetof(BlockConfig, blk_size)), 512u);
	EXPECT_EQ(field<uint16_t>(offsetof(BlockConfig, num_queues)), 3);
	EXPECT_EQ(offsetof(BlockConfig, num_queues), 34u); /* the layout of §5.2.4 */
	uint64_t largest = uint64_t(field<uint32_t>(offsetof(BlockConfig, seg_max))) *
			   field<uint32_t>(offsetof(BlockConfig, size_max));
	EXPECT_LE(largest + sizeof(BlockHeader) + 1, Virtqueue::kMaxChainBytes);
	EXPECT_EQ(field<uint32_t>(offsetof(BlockConfig, max_discard_seg)), 1u);
	EXPECT_EQ(field<uint8_t>(offsetof(BlockConfig, write_zeroes_may_unmap)), 1);
}

TEST_F(BlockTest, ImpossibleOptionsAreRefused)
{
	for (BlockOptions bad : std::vector<BlockOptions>{
		     {.bytes = 0},
		     {.bytes = 513},
		     {.bytes = BlockDisk::kMaxBytes + 512},
		     {.bytes = ~0ull},
		     {.bytes = 512, .queues = 0},
		     {.bytes = 512, .queues = 9},
		     {.bytes = 512, .latency = std::chrono::microseconds(-1)},
		     {.bytes = 512,
		      .latency = BlockOptions::kMaxLatency + std::chrono::seconds(1)}}) {
		Result<void> added = add_virtio_block(pci, {memory, msi, doorbells, loop}, bad);
		ASSERT_FALSE(added.ok()) << bad.bytes << " " << bad.queues;
		EXPECT_EQ(added.error().code, EINVAL);
	}
}

TEST_F(BlockTest, RoundTripOverSegmentsAndQueues)
{
	start();
	std::string bytes = pattern(9 * 512, 3);
	put(kOut, bytes);
	/* Segments that are not whole sectors, and not in memory order. */
	EXPECT_EQ(run(0, kBlockOut, 7,
		      {{kOut, 100, false}, {kOut + 100, 412, false}, {kOut + 512, 8 * 512, false}}),
		  kBlockOk);
	EXPECT_EQ(written(0), 1u);
	EXPECT_EQ(run(2, kBlockIn, 7, {{kIn + 4096, 700, true}, {kIn, 9 * 512 - 700, true}}),
		  kBlockOk);
	EXPECT_EQ(get(kIn + 4096, 700) + get(kIn, 9 * 512 - 700), bytes);
	EXPECT_EQ(written(2), bytes.size() + 1);
	EXPECT_EQ(read_sector(6, 1), kBlockOk);
	EXPECT_EQ(get(kIn, 512), std::string(512, 0));
	EXPECT_EQ(read_sector(16, 1), kBlockOk);
	EXPECT_EQ(get(kIn, 512), std::string(512, 0));
}

TEST_F(BlockTest, HeaderAndStatusMayBeAnywhereInTheChain)
{
	start();
	put(kOut, pattern(512, 9));
	BlockHeader header = {kBlockOut, 0, 4};
	ASSERT_TRUE(memory.write(kData + 0x10000, header));
	/*
	 * §2.7.4.3: no assumption about framing: a split header, then header and data in one part.
	 */
	put(kOut - 6, get(kData + 0x1000a, 6));
	chain(0, next(0), {{kData + 0x10000, 10, false}, {kOut - 6, 518, false}, {kIn, 1, true}});
	driver.kick(0);
	EXPECT_EQ(get(kIn, 1), std::string(1, kBlockOk));
	ASSERT_TRUE(memory.write(kData + 0x10000, BlockHeader{kBlockIn, 0, 4}));
	put(kIn, std::string(513, '\xee'));
	chain(0, next(0), {{kData + 0x10000, 16, false}, {kIn, 513, true}});
	driver.kick(0);
	EXPECT_EQ(get(kIn, 512), get(kOut, 512));
	EXPECT_EQ(get(kIn + 512, 1), std::string(1, kBlockOk));
}

TEST_F(BlockTest, EachQueueHasItsVector)
{
	start();
	EXPECT_EQ(msi.signals.size(), 4u);
	for (unsigned queue = 0; queue < 3; queue++) {
		EXPECT_EQ(read_sector(0, queue), kBlockOk);
		for (unsigned vector = 0; vector < 4; vector++)
			EXPECT_EQ(msi.signals[vector], vector >= 1 && vector <= queue + 1);
	}
}

TEST_F(BlockTest, FlushAndId)
{
	start();
	EXPECT_EQ(run(0, kBlockFlush, 0), kBlockOk);
	EXPECT_EQ(written(0), 1u);
	EXPECT_EQ(run(1, kBlockGetId, 0, {{kIn, 20, true}}), kBlockOk);
	EXPECT_EQ(get(kIn, 20), std::string("ktstr-memory\0\0\0\0\0\0\0\0", 20));
	EXPECT_EQ(written(1), 21u);
	EXPECT_EQ(run(0, kBlockFlush, 0, {{kIn, 512, true}}), kBlockIoError);
	EXPECT_EQ(run(0, kBlockGetId, 0, {{kIn, 19, true}}), kBlockIoError);
}

TEST_F(BlockTest, UnknownTypes)
{
	start();
	for (uint32_t type : {2u, 3u, 5u, 7u, 9u, 14u, 15u, 16u, 0x80000000u, ~0u})
		EXPECT_EQ(run(0, type, 0, {{kIn, 512, true}}), kBlockUnsupported) << type;
	EXPECT_FALSE(broken());
}

TEST_F(BlockTest, OutsideTheDisk)
{
	start();
	EXPECT_EQ(read_sector(kSectors - 1), kBlockOk);
	put(kIn, std::string(1024, 'k'));
	for (uint64_t sector : std::vector<uint64_t>{kSectors, kSectors + 1, 1ull << 55,
						     (1ull << 55) - 1, ~0ull, ~0ull - 1}) {
		EXPECT_EQ(read_sector(sector), kBlockIoError) << sector;
		EXPECT_EQ(written(0), 0u);
		EXPECT_EQ(run(0, kBlockOut, sector, {{kOut, 512, false}}), kBlockIoError);
		EXPECT_EQ(written(0), 1u);
	}
	EXPECT_EQ(run(0, kBlockIn, kSectors - 1, {{kIn, 1024, true}}), kBlockIoError);
	EXPECT_EQ(get(kIn, 1024), std::string(1024, 'k'));
}

TEST_F(BlockTest, OddLengths)
{
	start();
	for (uint32_t length : {1u, 511u, 513u, 1000u}) {
		EXPECT_EQ(run(0, kBlockIn, 0, {{kIn, length, true}}), kBlockIoError) << length;
		EXPECT_EQ(run(0, kBlockOut, 0, {{kOut, length, false}}), kBlockIoError) << length;
	}
}

TEST_F(BlockTest, DataTheWrongWay)
{
	start();
	put(kOut, pattern(512, 1));
	EXPECT_EQ(run(0, kBlockIn, 0, {{kOut, 512, false}}), kBlockIoError);
	EXPECT_EQ(run(0, kBlockOut, 0, {{kOut, 512, true}}), kBlockIoError);
	EXPECT_EQ(run(0, kBlockOut, 0, {{kOut, 512, false}, {kOut, 512, true}}), kBlockIoError);
	EXPECT_EQ(get(kOut, 512), pattern(512, 1));
	EXPECT_EQ(read_sector(0), kBlockOk);
	EXPECT_EQ(get(kIn, 512), std::string(512, 0));
	EXPECT_FALSE(broken());
	/* A readable part after a writable one violates §2.7.4.2. */
	request(0, kBlockIn, 0, {{kIn, 512, true}, {kOut, 512, false}});
	driver.kick(0);
	EXPECT_TRUE(broken());
}

TEST_F(BlockTest, NoStatusByteAndShortHeaders)
{
	start();
	ASSERT_TRUE(memory.write(kData, BlockHeader{kBlockOut, 0, 0}));
	chain(0, next(0), {{kData, 16 + 512, false}});
	chain(0, next(0), {{kData, 0, false}});
	driver.kick(0);
	EXPECT_EQ(queues[0].used(), 2);
	EXPECT_EQ(queues[0].used_length(0), 0u);
	EXPECT_EQ(read_sector(0), kBlockOk);
	EXPECT_EQ(get(kIn, 512), std::string(512, 0));
	put(kIn, std::string(513, 'k'));
	chain(0, next(0), {{kData, 15, false}, {kIn, 513, true}});
	chain(0, next(0), {{kIn + 0x1000, 1, true}});
	driver.kick(0);
	EXPECT_EQ(get(kIn, 513), std::string(512, 'k') + char(kBlockIoError));
	EXPECT_EQ(get(kIn + 0x1000, 1), std::string(1, kBlockIoError));
	EXPECT_EQ(queues[0].used(), 5);
	EXPECT_FALSE(broken());
}

TEST_F(BlockTest, LoopedChainNeedsResetAndRecovers)
{
	start();
	request(1, kBlockFlush, 0);
	queues[1].descriptor(1, kStatuses, 1, TestQueue::kNext | TestQueue::kWrite, 1);
	driver.kick(1);
	EXPECT_TRUE(broken());
	EXPECT_EQ(msi.signals[0], 1u);
	EXPECT_EQ(read_sector(0), kUntouched);
	start();
	EXPECT_FALSE(broken());
	EXPECT_EQ(read_sector(0), kBlockOk);
}

TEST_F(BlockTest, ResetKeepsWhatWasWritten)
{
	start();
	put(kOut, pattern(512, 5));
	EXPECT_EQ(run(0, kBlockOut, 5, {{kOut, 512, false}}), kBlockOk);
	driver.set_bar<uint8_t>(kCommonStatus, 0);
	start();
	EXPECT_EQ(read_sector(5), kBlockOk);
	EXPECT_EQ(get(kIn, 512), pattern(512, 5));
}

class BlockZeroTest : public BlockTest {
protected:
	uint8_t zero(uint32_t type, BlockZeroSegment segment)
	{
		KTSTR_ASSERT(memory.write(kData + 0x700000, segment));
		return run(0, type, 0, {{kData + 0x700000, sizeof(segment), false}});
	}
};

TEST_F(BlockZeroTest, ZeroesJustTheSectors)
{
	start();
	std::string bytes = pattern(64 * 512, 11);
	for (uint32_t type : {kBlockWriteZeroes, kBlockDiscard}) {
		for (auto [sector, count] : std::vector<std::pair<uint32_t, uint32_t>>{
			     {1, 3}, {7, 2}, {8, 8}, {3, 30}, {9, 7}, {0, 64}, {5, 0}}) {
			put(kOut, bytes);
			ASSERT_EQ(run(0, kBlockOut, 0, {{kOut, 64 * 512, false}}), kBlockOk);
			EXPECT_EQ(zero(type, {sector, count, 0}), kBlockOk);
			std::string expected = bytes;
			expected.replace(sector * 512, count * 512, count * 512, '\0');
			ASSERT_EQ(run(0, kBlockIn, 0, {{kIn, 64 * 512, true}}), kBlockOk);
			EXPECT_EQ(get(kIn, 64 * 512), expected) << type << " " << sector;
		}
	}
}

TEST_F(BlockZeroTest, BoundsAndFlags)
{
	start();
	EXPECT_EQ(zero(kBlockWriteZeroes, {0, 1, kBlockZeroUnmap}), kBlockOk);
	EXPECT_EQ(zero(kBlockWriteZeroes, {0, 1, 2}), kBlockUnsupported);
	EXPECT_EQ(zero(kBlockDiscard, {0, 1, kBlockZeroUnmap}), kBlockUnsupported);
	EXPECT_EQ(zero(kBlockDiscard, {0, kBlockMaxZeroSectors, 0}), kBlockOk);
	EXPECT_EQ(zero(kBlockDiscard, {0, kBlockMaxZeroSectors + 1, 0}), kBlockIoError);
	EXPECT_EQ(zero(kBlockDiscard, {kSectors, 1, 0}), kBlockIoError);
	EXPECT_EQ(zero(kBlockDiscard, {~0ull, 2, 0}), kBlockIoError);
	EXPECT_EQ(zero(kBlockDiscard, {0, ~0u, 0}), kBlockIoError);
	EXPECT_EQ(run(0, kBlockDiscard, 0, {{kOut, 32, false}}), kBlockIoError);
	EXPECT_EQ(run(0, kBlockDiscard, 0), kBlockIoError);
}

} /* namespace */
} /* namespace ktstr */
