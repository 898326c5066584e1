/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/guest_memory.h"

#include <sys/mman.h>

#include <algorithm>

namespace ktstr {

namespace {

constexpr uint64_t kGranule = 2ull << 20;
constexpr uint64_t kMinSize = 64ull << 20;
constexpr uint64_t kMaxSize = 1ull << 40;

} /* namespace */

Result<GuestMemory> GuestMemory::create(uint64_t size)
{
	if (size % kGranule || size < kMinSize || size > kMaxSize)
		return Error{EINVAL, "guest memory size", std::to_string(size)};

	GuestMemory memory;
	memory.fd_ = UniqueFd(memfd_create("ktstr-guest-ram", MFD_CLOEXEC));
	if (!memory.fd_.valid())
		return errno_error("memfd_create for guest memory");
	if (ftruncate(memory.fd_.get(), static_cast<off_t>(size)))
		return errno_error("ftruncate guest memory", std::to_string(size));
	void *base = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE,
			  memory.fd_.get(), 0);
	if (base == MAP_FAILED)
		return errno_error("mmap guest memory", std::to_string(size));
	/* Fewer nested-paging faults where shmem may have huge pages; no harm where it may not. */
	madvise(base, size, MADV_HUGEPAGE);
	/* A core file of the host is about the host. */
	madvise(base, size, MADV_DONTDUMP);

	memory.base_ = static_cast<std::byte *>(base);
	memory.size_ = size;
	uint64_t low = std::min(size, kHoleStart);
	memory.ranges_.push_back({0, low, 0});
	if (size > low)
		memory.ranges_.push_back({kHoleEnd, size - low, low});
	return memory;
}

GuestMemory::GuestMemory(GuestMemory &&other) noexcept
	: fd_(std::move(other.fd_)), base_(std::exchange(other.base_, nullptr)),
	  size_(std::exchange(other.size_, 0)), ranges_(std::move(other.ranges_))
{
	other.ranges_.clear();
}

GuestMemory::~GuestMemory()
{
	if (base_)
		munmap(base_, size_);
}

std::byte *GuestMemory::at(uint64_t address, uint64_t size)
{
	return const_cast<std::byte *>(std::as_const(*this).at(address, size));
}

const std::byte *GuestMemory::at(uint64_t address, uint64_t size) const
{
	for (const MemoryRange &range : ranges_) {
		if (address < range.guest_address)
			continue;
		uint64_t offset = address - range.guest_address;
		if (offset <= range.size && size <= range.size - offset)
			return base_ + range.file_offset + offset;
	}
	return nullptr;
}

bool GuestMemory::read_bytes(uint64_t address, std::span<std::byte> out) const
{
	const std::byte *p = at(address, out.size());
	if (!p)
		return false;
	std::copy_n(p, out.size(), out.data());
	return true;
}

bool GuestMemory::write_bytes(uint64_t address, std::span<const std::byte> in)
{
	std::byte *p = at(address, in.size());
	if (!p)
		return false;
	std::copy_n(in.data(), in.size(), p);
	return true;
}

} /* namespace ktstr */
