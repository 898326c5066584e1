/* SPDX-License-Identifier: GPL-2.0 */
/*
 * BlockDisk: the medium of the virtio block device: a sparse memory file, mapped once.
 * BlockFunction owns it; one thread at a time. The guest may choose sectors and lengths: range()
 * returns false, and does nothing else, for anything but whole sectors inside the disk.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "vmm/base/result.h"

namespace ktstr {

class BlockDisk {
public:
	static constexpr uint64_t kSectorSize = 512;
	static constexpr uint64_t kMaxBytes = 1ull << 40;

	/** @bytes: a multiple of kSectorSize, at most kMaxBytes. Errors: EINVAL, memfd, mmap. */
	static Result<BlockDisk> create(uint64_t bytes);

	BlockDisk(BlockDisk &&other) noexcept;
	BlockDisk &operator=(BlockDisk &&) = delete;
	~BlockDisk();

	uint64_t sectors() const { return size_ / kSectorSize; }
	/** Sets @out to the @bytes from @sector on. */
	[[nodiscard]] bool range(uint64_t sector, uint64_t bytes, std::span<std::byte> *out) const;
	/** Zeroes @part, which came from range(), and frees its whole pages. */
	void zero(std::span<std::byte> part);

private:
	BlockDisk(std::byte *base, uint64_t size) : base_(base), size_(size) {}

	std::byte *base_;
	uint64_t size_;
};

} /* namespace ktstr */
