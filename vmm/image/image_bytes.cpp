/* SPDX-License-Identifier: GPL-2.0 */
#include "vmm/image/image_bytes.h"

#include <sys/mman.h>
#include <sys/stat.h>

#include <algorithm>
#include <cinttypes>

namespace ktstr {

ImageBytes::ImageBytes(ImageBytes &&other) noexcept
	: data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)),
	  mapped_(std::exchange(other.mapped_, 0)), writable_(other.writable_)
{}

ImageBytes &ImageBytes::operator=(ImageBytes &&other) noexcept
{
	std::swap(data_, other.data_);
	std::swap(size_, other.size_);
	std::swap(mapped_, other.mapped_);
	std::swap(writable_, other.writable_);
	return *this;
}

ImageBytes::~ImageBytes()
{
	if (data_)
		munmap(data_, mapped_);
}

Result<ImageBytes> ImageBytes::allocate(size_t size)
{
	ImageBytes bytes;
	if (size == 0)
		return bytes;
	void *p = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (p == MAP_FAILED)
		return errno_error("memory for a kernel image", std::to_string(size));
	bytes.data_ = static_cast<std::byte *>(p);
	bytes.size_ = bytes.mapped_ = size;
	bytes.writable_ = true;
	return bytes;
}

Result<ImageBytes> ImageBytes::map(const UniqueFd &fd, uint64_t limit, const std::string &path)
{
	struct stat status;
	if (fstat(fd.get(), &status))
		return errno_error("stat kernel image", path);
	if (!S_ISREG(status.st_mode))
		return format_error("kernel image is not a regular file", path);
	uint64_t size = uint64_t(status.st_size);
	if (size == 0)
		return format_error("kernel image is empty", path);
	if (size > limit)
		return format_error("kernel image is too large",
				    path + ": " + std::to_string(size) + " bytes");
	void *p = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd.get(), 0);
	if (p == MAP_FAILED)
		return errno_error("map kernel image", path);
	ImageBytes bytes;
	bytes.data_ = static_cast<std::byte *>(p);
	bytes.size_ = bytes.mapped_ = size;
	return bytes;
}

void ImageBytes::shrink(size_t size)
{
	size_ = std::min(size_, size);
}

std::string hex(uint64_t value)
{
	char text[24];
	snprintf(text, sizeof(text), "0x%" PRIx64, value);
	return text;
}

} /* namespace ktstr */
