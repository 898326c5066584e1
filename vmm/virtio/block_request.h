/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One request of the virtio block device (VIRTIO v1.2 §5.2.6): a chain of a header, data and a
 * status byte, which is the last writable one. carry_out() checks it and moves its data between the
 * guest's memory and the disk; the answer is the caller's to give, now or later. Without state; the
 * chain is one that Virtqueue::peek() has checked, so that it lies in RAM.
 *
 * The layout is taken strictly: a header of its size, data that goes one way, in whole sectors
 * inside the disk. Whatever differs moves nothing and is VIRTIO_BLK_S_IOERR.
 */
#pragma once

#include <cstdint>

#include "vmm/virtio/block_disk.h"
#include "vmm/virtio/virtqueue.h"

namespace ktstr {

constexpr uint64_t kNoSector = ~0ull;

struct BlockAnswer {
	bool has_status; /* false: the chain has no writable byte to put one in */
	uint8_t status;
	uint64_t status_address; /* in RAM */
	uint32_t written;	 /* for the used ring: from the first writable byte on */
	uint64_t moved;		 /* bytes of work that it was */
	uint64_t read_sector;	 /* that it read from; kNoSector: it did not read */
};

/* Of one discard, or one write of zeros: bounds a request's time, as the size of a chain does. */
constexpr uint32_t kBlockMaxZeroSectors = (4 << 20) / BlockDisk::kSectorSize;

BlockAnswer carry_out(BlockDisk &disk, Virtqueue &queue, const DescriptorChain &chain);

} /* namespace ktstr */
