/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Constants and structures of the virtio block device: VIRTIO v1.2 §5.2. Little endian.
 */
#pragma once

#include <cstdint>

namespace ktstr {

constexpr uint16_t kVirtioIdBlock = 2;
constexpr uint64_t kBlockFeatureSizeMax = 1 << 1;      /* VIRTIO_BLK_F_SIZE_MAX */
constexpr uint64_t kBlockFeatureSegMax = 1 << 2;       /* VIRTIO_BLK_F_SEG_MAX */
constexpr uint64_t kBlockFeatureBlkSize = 1 << 6;      /* VIRTIO_BLK_F_BLK_SIZE */
constexpr uint64_t kBlockFeatureFlush = 1 << 9;	       /* VIRTIO_BLK_F_FLUSH */
constexpr uint64_t kBlockFeatureMq = 1 << 12;	       /* VIRTIO_BLK_F_MQ */
constexpr uint64_t kBlockFeatureDiscard = 1 << 13;     /* VIRTIO_BLK_F_DISCARD */
constexpr uint64_t kBlockFeatureWriteZeroes = 1 << 14; /* VIRTIO_BLK_F_WRITE_ZEROES */

/* struct virtio_blk_config, §5.2.4. Fields of features not offered stay 0. */
struct BlockConfig {
	uint64_t capacity; /* sectors */
	uint32_t size_max; /* bytes of one data segment */
	uint32_t seg_max;  /* data segments of one request */
	uint16_t cylinders;
	uint8_t heads;
	uint8_t sectors;
	uint32_t blk_size;
	uint8_t physical_block_exp;
	uint8_t alignment_offset;
	uint16_t min_io_size;
	uint32_t opt_io_size;
	uint8_t writeback;
	uint8_t unused0;
	uint16_t num_queues;
	uint32_t max_discard_sectors;
	uint32_t max_discard_seg;
	uint32_t discard_sector_alignment;
	uint32_t max_write_zeroes_sectors;
	uint32_t max_write_zeroes_seg;
	uint8_t write_zeroes_may_unmap;
	uint8_t unused1[3];
	uint32_t max_secure_erase_sectors;
};
static_assert(sizeof(BlockConfig) == 64);

/* Start of a request: struct virtio_blk_req, §5.2.6. Data and a status byte follow. */
struct BlockHeader {
	uint32_t type;
	uint32_t reserved;
	uint64_t sector;
};
static_assert(sizeof(BlockHeader) == 16);

/* struct virtio_blk_discard_write_zeroes */
struct BlockZeroSegment {
	uint64_t sector;
	uint32_t sectors;
	uint32_t flags;
};
static_assert(sizeof(BlockZeroSegment) == 16);

constexpr uint32_t kBlockZeroUnmap = 1; /* the device may free the storage */

enum BlockType : uint32_t {
	kBlockIn = 0, /* VIRTIO_BLK_T_* */
	kBlockOut = 1,
	kBlockFlush = 4,
	kBlockGetId = 8,
	kBlockDiscard = 11,
	kBlockWriteZeroes = 13,
};

enum BlockStatus : uint8_t {
	kBlockOk = 0, /* VIRTIO_BLK_S_* */
	kBlockIoError = 1,
	kBlockUnsupported = 2,
};

constexpr uint32_t kBlockIdBytes = 20;

} /* namespace ktstr */
