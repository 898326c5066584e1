/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ImageBytes: a large block of bytes, either a read-only file mapping or anonymous memory that is
 * filled once. Sole owner of its mapping, move-only. Immutable once handed out, so any thread may
 * read it.
 *
 * Mapping a file costs no copy and no anonymous memory. Truncating the file in place while it is
 * mapped raises SIGBUS; replacing or deleting it is harmless.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "vmm/base/result.h"
#include "vmm/base/unique_fd.h"

namespace ktstr {

class ImageBytes {
public:
	ImageBytes() = default;
	ImageBytes(ImageBytes &&other) noexcept;
	ImageBytes &operator=(ImageBytes &&other) noexcept;
	~ImageBytes();

	/** Allocates @size zeroed, writable bytes. */
	static Result<ImageBytes> allocate(size_t size);
	/**
	 * Maps all of @fd. Errors: not a regular file, empty, or larger than @limit. @path is for
	 * messages.
	 */
	static Result<ImageBytes> map(const UniqueFd &fd, uint64_t limit, const std::string &path);

	const std::byte *data() const { return data_; }
	size_t size() const { return size_; }
	bool empty() const { return size_ == 0; }
	operator std::span<const std::byte>() const { return {data_, size_}; }
	std::span<const std::byte> span() const { return {data_, size_}; }
	/** Empty for a mapped file. */
	std::span<std::byte> writable() { return {data_, writable_ ? size_ : 0}; }
	/** Hides everything after the first @size bytes. */
	void shrink(size_t size);

private:
	std::byte *data_ = nullptr;
	size_t size_ = 0;
	size_t mapped_ = 0;
	bool writable_ = false;
};

/** Copies a T out of @bytes at @offset; false if it does not lie entirely inside. */
template <typename T>
[[nodiscard]] bool copy_out(std::span<const std::byte> bytes, uint64_t offset, T *out)
{
	static_assert(std::is_trivially_copyable_v<T>);
	if (offset > bytes.size() || sizeof(T) > bytes.size() - offset)
		return false;
	memcpy(out, bytes.data() + offset, sizeof(T));
	return true;
}

/** @size bytes of @bytes from @offset; empty if they do not lie entirely inside. */
inline std::span<const std::byte> slice(std::span<const std::byte> bytes, uint64_t offset,
					uint64_t size)
{
	if (offset > bytes.size() || size > bytes.size() - offset)
		return {};
	return bytes.subspan(offset, size);
}

/** "0x12ab", for error details. */
std::string hex(uint64_t value);

} /* namespace ktstr */
