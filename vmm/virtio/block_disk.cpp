/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/virtio/block_disk.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "vmm/base/unique_fd.h"

namespace ktstr {

namespace {

constexpr uint64_t kPage = 4096;

} /* namespace */

Result<BlockDisk> BlockDisk::create(uint64_t bytes)
{
	if (!bytes || bytes % kSectorSize || bytes > kMaxBytes)
		return Error{EINVAL, "disk size", std::to_string(bytes)};
	/* The mapping keeps the file alive; the descriptor is no longer needed. */
	UniqueFd file(memfd_create("ktstr-disk", MFD_CLOEXEC));
	if (!file.valid())
		return errno_error("memfd_create for the disk");
	if (ftruncate(file.get(), off_t(bytes)))
		return errno_error("ftruncate the disk", std::to_string(bytes));
	void *base = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE,
			  file.get(), 0);
	if (base == MAP_FAILED)
		return errno_error("mmap the disk", std::to_string(bytes));
	/* A core dump of the VMM should not contain the guest's disk. */
	madvise(base, bytes, MADV_DONTDUMP);
	return BlockDisk(static_cast<std::byte *>(base), bytes);
}

BlockDisk::BlockDisk(BlockDisk &&other) noexcept
	: base_(std::exchange(other.base_, nullptr)), size_(std::exchange(other.size_, 0))
{}

BlockDisk::~BlockDisk()
{
	if (base_)
		munmap(base_, size_);
}

bool BlockDisk::range(uint64_t sector, uint64_t bytes, std::span<std::byte> *out) const
{
	if (bytes % kSectorSize || sector > sectors() || bytes / kSectorSize > sectors() - sector)
		return false;
	*out = {base_ + sector * kSectorSize, bytes};
	return true;
}

void BlockDisk::zero(std::span<std::byte> part)
{
	uint64_t begin = uint64_t(part.data() - base_), end = begin + part.size();
	uint64_t first_page = std::min((begin + kPage - 1) & ~(kPage - 1), end);
	uint64_t last_page = std::max(end & ~(kPage - 1), first_page);

	memset(base_ + begin, 0, first_page - begin);
	/* Punches a hole in the file (madvise_remove() in mm/madvise.c) without its descriptor. */
	if (last_page > first_page &&
	    madvise(base_ + first_page, last_page - first_page, MADV_REMOVE))
		memset(base_ + first_page, 0, last_page - first_page);
	memset(base_ + last_page, 0, end - last_page);
}

} /* namespace ktstr */
