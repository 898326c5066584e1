/* SPDX-License-Identifier: GPL-2.0 */
/*
 * BlockDisk: the medium of the virtio block device: a memory file, sparse, mapped once. Owned by
 * BlockFunction; one thread at a time. Sectors and lengths may be a guest's: whatever is not whole
 * sectors inside the disk makes range() return false, nothing more.
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
	/** In @out the @bytes from @sector on. */
	[[nodiscard]] bool range(uint64_t sector, uint64_t bytes, std::span<std::byte> *out) const;
	/** Makes zeros of @part, which came from range(); its whole pages are given back. */
	void zero(std::span<std::byte> part);

private:
	BlockDisk(std::byte *base, uint64_t size) : base_(base), size_(size) {}

	std::byte *base_;
	uint64_t size_;
};

} /* namespace ktstr */
