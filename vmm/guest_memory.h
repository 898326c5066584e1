/* SPDX-License-Identifier: GPL-2.0 */
/*
 * GuestMemory: the guest's RAM. One memfd, mapped once, laid out as one or two guest-physical
 * ranges around the 32-bit MMIO hole. Machine owns it, creates it before any vCPU and never resizes
 * it.
 *
 * Any thread may read and write. The guest changes the same bytes concurrently, so callers copy a
 * structure once and validate the copy. Every access is bounds-checked and safe against address
 * overflow: outside RAM, the call returns false and does nothing else.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "vmm/base/result.h"
#include "vmm/base/unique_fd.h"

namespace ktstr {

struct MemoryRange {
	uint64_t guest_address; /* bytes, guest-physical */
	uint64_t size;		/* bytes */
	uint64_t file_offset;	/* bytes into the memfd */
};

/**
 * Where to place RAM on the host. What the host refuses becomes a note; RAM is allocated anyway.
 */
struct MemoryPlacement {
	struct Part {
		uint64_t file_offset;
		uint64_t size;
		unsigned host_node;
	};

	bool huge_pages = false; /* 2 MiB pages; populates all of RAM up front */
	std::vector<Part> parts = {};
};

class GuestMemory {
public:
	/** Start of the 32-bit MMIO hole. RAM beyond this size continues at 4 GiB. */
	static constexpr uint64_t kHoleStart = 0xc0000000;
	static constexpr uint64_t kHoleEnd = 0x100000000;

	/** @size in bytes, a multiple of 2 MiB, at least 64 MiB. Errors: memfd, mmap. */
	static Result<GuestMemory> create(uint64_t size, const MemoryPlacement &placement = {});

	GuestMemory(GuestMemory &&) noexcept;
	GuestMemory &operator=(GuestMemory &&) = delete;
	~GuestMemory();

	/** Copies sizeof(T) bytes from guest-physical @address. False if any of them is not RAM. */
	template <typename T>
	[[nodiscard]] bool read(uint64_t address, T *out) const
	{
		static_assert(std::is_trivially_copyable_v<T>);
		const std::byte *p = at(address, sizeof(T));
		if (!p)
			return false;
		memcpy(out, p, sizeof(T));
		return true;
	}

	template <typename T>
	[[nodiscard]] bool write(uint64_t address, const T &value)
	{
		static_assert(std::is_trivially_copyable_v<T>);
		std::byte *p = at(address, sizeof(T));
		if (!p)
			return false;
		memcpy(p, &value, sizeof(T));
		return true;
	}

	[[nodiscard]] bool read_bytes(uint64_t address, std::span<std::byte> out) const;
	[[nodiscard]] bool write_bytes(uint64_t address, std::span<const std::byte> in);

	/** Host pointer to @size contiguous bytes; nullptr if any of them is not RAM. */
	std::byte *at(uint64_t address, uint64_t size);
	const std::byte *at(uint64_t address, uint64_t size) const;

	const std::vector<MemoryRange> &ranges() const { return ranges_; }
	uint64_t size() const { return size_; }
	/** First byte of RAM. Range r of guest memory starts at base() + r.file_offset. */
	std::byte *base() const { return base_; }
	/** Placement requests that the host refused. */
	const std::vector<std::string> &notes() const { return notes_; }

private:
	GuestMemory() = default;

	static Result<GuestMemory> allocate(uint64_t size, bool huge,
					    const MemoryPlacement &placement);
	void bind(bool huge, const MemoryPlacement &placement);

	UniqueFd fd_;
	std::byte *base_ = nullptr;
	uint64_t size_ = 0;
	std::vector<MemoryRange> ranges_;
	std::vector<std::string> notes_;
};

} /* namespace ktstr */
