/* SPDX-License-Identifier: GPL-2.0 */
/*
 * GuestMemory: the guest's RAM, one memfd mapped once, laid out as one or more guest-physical
 * ranges around the 32-bit MMIO hole. Owned by Machine, created before any vCPU, never resized.
 *
 * Reads and writes may come from any thread; the guest changes the same bytes at the same time, so
 * callers copy a structure once and validate the copy. Every access is bounds-checked and safe
 * against address overflow: an address outside RAM makes the call return false, nothing more.
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

/** Where on the host RAM is to be. What the host refuses becomes a note, and RAM is had without. */
struct MemoryPlacement {
	struct Part {
		uint64_t file_offset;
		uint64_t size;
		unsigned host_node;
	};

	bool huge_pages = false; /* of 2 MiB; all of RAM is then populated from the start */
	std::vector<Part> parts = {};
};

class GuestMemory {
public:
	/** Start of the 32-bit MMIO hole; RAM beyond this many bytes continues at 4 GiB. */
	static constexpr uint64_t kHoleStart = 0xc0000000;
	static constexpr uint64_t kHoleEnd = 0x100000000;

	/** @size in bytes, a multiple of 2 MiB, at least 64 MiB. Errors: memfd, mmap. */
	static Result<GuestMemory> create(uint64_t size, const MemoryPlacement &placement = {});

	GuestMemory(GuestMemory &&) noexcept;
	GuestMemory &operator=(GuestMemory &&) = delete;
	~GuestMemory();

	/** Copies sizeof(T) bytes from guest-physical @address. False: not all of it is RAM. */
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

	/** Host pointer to @size contiguous bytes, or nullptr if any of them is not RAM. */
	std::byte *at(uint64_t address, uint64_t size);
	const std::byte *at(uint64_t address, uint64_t size) const;

	const std::vector<MemoryRange> &ranges() const { return ranges_; }
	uint64_t size() const { return size_; }
	/** First byte of RAM; range r of guest memory starts at base() + r.file_offset. */
	std::byte *base() const { return base_; }
	/** What of the placement was not to be had. */
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
