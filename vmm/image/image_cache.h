/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ImageCache: a folder that keeps unpacked kernels by the SHA-256 of the file they came from, and,
 * because hashing 14 MB on each boot costs more than booting saves, which hash a file had by its
 * path, size, inode times. Owned by open_kernel_image(); const, and any number of processes may
 * share the folder: entries are written to a temporary name and renamed.
 *
 * It is a cache: nothing in it is needed, nothing in it is trusted, and a folder that cannot be
 * written only makes the next start slower. An entry that was cut short or altered is not found.
 */
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "vmm/base/result.h"
#include "vmm/base/unique_fd.h"
#include "vmm/image/image_bytes.h"
#include "vmm/image/kernel_image.h"

namespace ktstr {

class ImageCache {
public:
	/** @directory empty: nothing is kept. */
	explicit ImageCache(std::string directory) : directory_(std::move(directory)) {}

	/** SHA-256 of @file, which is all of @fd, opened from @path. */
	std::string identify(const UniqueFd &fd, const std::string &path,
			     std::span<const std::byte> file) const;
	Result<ImageBytes> find(const std::string &sha256,
				CacheCheck check = CacheCheck::content) const;
	void store(const std::string &sha256, std::span<const std::byte> unpacked) const;

private:
	std::string directory_;
};

} /* namespace ktstr */
