/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ImageCache: a folder that keeps unpacked kernels, keyed by the SHA-256 of the file they came
 * from. It also remembers each file's hash by path, size and inode times, because hashing 14 MB on
 * every boot costs more than the cache saves. open_kernel_image() owns it. It is const, and any
 * number of processes may share the folder: entries are written to a temporary name and renamed.
 *
 * Nothing depends on the cache and nothing in it is trusted. If the folder cannot be written, the
 * next start is merely slower. A truncated or altered entry counts as absent.
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
	/** Empty @directory: the cache is disabled. */
	explicit ImageCache(std::string directory) : directory_(std::move(directory)) {}

	/** SHA-256 of @file, which is the whole content of @fd, opened from @path. */
	std::string identify(const UniqueFd &fd, const std::string &path,
			     std::span<const std::byte> file) const;
	Result<ImageBytes> find(const std::string &sha256,
				CacheCheck check = CacheCheck::content) const;
	void store(const std::string &sha256, std::span<const std::byte> unpacked) const;

private:
	std::string directory_;
};

} /* namespace ktstr */
