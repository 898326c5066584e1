/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/guest_memory.h"

#include <linux/memfd.h>
#include <linux/mempolicy.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include <algorithm>

namespace ktstr {

namespace {

constexpr uint64_t kGranule = 2ull << 20;
constexpr uint64_t kMinSize = 64ull << 20;
constexpr uint64_t kMaxSize = 1ull << 40;
constexpr unsigned kMaxHostNodes = 1024; /* 1 << CONFIG_NODES_SHIFT at most, arch/x86/Kconfig */

} /* namespace */

Result<GuestMemory> GuestMemory::create(uint64_t size, const MemoryPlacement &placement)
{
	if (size % kGranule || size < kMinSize || size > kMaxSize)
		return Error{EINVAL, "guest memory size", std::to_string(size)};
	if (!placement.huge_pages)
		return allocate(size, false, placement);
	Result<GuestMemory> huge = allocate(size, true, placement);
	if (huge.ok())
		return huge;
	GuestMemory memory = KTSTR_TRY(allocate(size, false, placement));
	memory.notes_.push_back("no huge pages: " + huge.error().to_string());
	return memory;
}

Result<GuestMemory> GuestMemory::allocate(uint64_t size, bool huge,
					  const MemoryPlacement &placement)
{
	GuestMemory memory;
	memory.fd_ = UniqueFd(memfd_create("ktstr-guest-ram",
					   MFD_CLOEXEC | (huge ? MFD_HUGETLB | MFD_HUGE_2MB : 0)));
	if (!memory.fd_.valid())
		return errno_error("memfd_create for guest memory");
	if (ftruncate(memory.fd_.get(), off_t(size)))
		return errno_error("ftruncate guest memory", std::to_string(size));
	/* Reserves the huge pages: fails if too few are available. */
	void *base = mmap(nullptr, size, PROT_READ | PROT_WRITE,
			  MAP_SHARED | (huge ? 0 : MAP_NORESERVE), memory.fd_.get(), 0);
	if (base == MAP_FAILED)
		return errno_error("mmap guest memory", std::to_string(size));
	memory.base_ = static_cast<std::byte *>(base);
	memory.size_ = size;
	/* Fewer nested page faults where shmem may use huge pages; harmless elsewhere. */
	if (!huge)
		madvise(base, size, MADV_HUGEPAGE);
	/* A core dump of the VMM should not contain guest RAM. */
	madvise(base, size, MADV_DONTDUMP);
	memory.bind(huge, placement);
	/*
	 * A node or cgroup may have fewer pages than were reserved. Fail now, not with SIGBUS
	 * later.
	 */
	if (huge && madvise(base, size, MADV_POPULATE_WRITE))
		return errno_error("populate guest memory", std::to_string(size));

	uint64_t low = std::min(size, kHoleStart);
	memory.ranges_.push_back({0, low, 0});
	if (size > low)
		memory.ranges_.push_back({kHoleEnd, size - low, low});
	return memory;
}

void GuestMemory::bind(bool huge, const MemoryPlacement &placement)
{
	/* MPOL_PREFERRED for ordinary pages: with MPOL_BIND a full node triggers the OOM killer. */
	const int mode = huge ? MPOL_BIND : MPOL_PREFERRED;
	constexpr unsigned kBits = 8 * sizeof(unsigned long);

	for (const MemoryPlacement::Part &part : placement.parts) {
		unsigned long mask[kMaxHostNodes / kBits] = {};
		bool fits = part.host_node < kMaxHostNodes && part.file_offset <= size_ &&
			    part.size <= size_ - part.file_offset;

		KTSTR_ASSERT(fits);
		mask[part.host_node / kBits] = 1ul << part.host_node % kBits;
		/*
		 * The kernel uses one bit less than maxnode says (get_nodes() in mm/mempolicy.c).
		 */
		if (syscall(SYS_mbind, base_ + part.file_offset, part.size, mode, mask,
			    kMaxHostNodes + 1, 0))
			notes_.push_back(errno_error("guest memory is not bound to host node",
						     std::to_string(part.host_node))
						 .to_string());
	}
}

GuestMemory::GuestMemory(GuestMemory &&other) noexcept
	: fd_(std::move(other.fd_)), base_(std::exchange(other.base_, nullptr)),
	  size_(std::exchange(other.size_, 0)), ranges_(std::move(other.ranges_)),
	  notes_(std::move(other.notes_))
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
