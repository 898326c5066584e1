/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One request of the virtio block device (VIRTIO v1.2 §5.2.6): a chain of a header, data and a
 * status byte, which is the last writable byte. carry_out() checks it and moves the data between
 * guest memory and disk; the caller gives the answer, now or later. Stateless. Virtqueue::peek()
 * has checked the chain, so it lies in RAM.
 *
 * The layout is strict: a header of exact size, data in one direction, whole sectors inside the
 * disk. Anything else moves no data and returns VIRTIO_BLK_S_IOERR.
 */
#pragma once

#include <cstdint>

#include "vmm/virtio/block_disk.h"
#include "vmm/virtio/virtqueue.h"

namespace ktstr {

constexpr uint64_t kNoSector = ~0ull;

struct BlockAnswer {
	bool has_status; /* false: the chain has no writable byte for the status */
	uint8_t status;
	uint64_t status_address; /* in RAM */
	uint32_t written;	 /* for the used ring: bytes from the first writable one on */
	uint64_t moved;		 /* bytes of work done */
	uint64_t read_sector;	 /* first sector read; kNoSector: not a read */
};

/*
 * Limit for one discard or write-zeroes request. It bounds the request's time, as the chain's size
 * does for others.
 */
constexpr uint32_t kBlockMaxZeroSectors = (4 << 20) / BlockDisk::kSectorSize;

BlockAnswer carry_out(BlockDisk &disk, Virtqueue &queue, const DescriptorChain &chain);

} /* namespace ktstr */
