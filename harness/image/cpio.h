/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Cpio archives in the "newc" format that the kernel unpacks into its root file system
 * (Documentation/driver-api/early-userspace/buffer-format.rst). The same entries in the same order
 * give the same bytes: no times, no owners, inode numbers from 1 up. The writer belongs to one
 * thread. parse_cpio() is stateless and takes untrusted bytes.
 */
#pragma once

#include <sys/stat.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "vmm/base/result.h"
#include "vmm/base/unique_fd.h"

namespace ktstr {

struct CpioEntry {
	std::string name;	   /* no leading slash */
	uint32_t mode = 0;	   /* with S_IFMT */
	uint32_t device_major = 0; /* of a device node */
	uint32_t device_minor = 0;
	std::string data; /* content of a file, target of a link */
};

class CpioWriter {
public:
	/* @path may have a leading slash. Add a folder before its contents. */
	void add_directory(std::string_view path, uint32_t permissions = 0755);
	void add_file(std::string_view path, std::string_view content, uint32_t permissions = 0644);
	/** Adds the regular file @fd. Errors: cannot be read; 4 GiB or larger. */
	Result<void> add_file(std::string_view path, const UniqueFd &fd, uint32_t permissions);
	void add_symlink(std::string_view path, std::string_view target);
	/** @type: S_IFCHR or S_IFBLK. */
	void add_device(std::string_view path, uint32_t type, uint32_t permissions, uint32_t major,
			uint32_t minor);
	/** Ends the archive and returns it; its size is a multiple of 4. */
	std::vector<std::byte> finish();

private:
	void add_header(const CpioEntry &entry, uint32_t size);
	void append(std::string_view bytes);
	void pad();

	std::vector<std::byte> archive_;
	uint32_t next_inode_ = 1;
};

/** Entries up to the trailer. Errors: cut short, bad number, invalid name. */
Result<std::vector<CpioEntry>> parse_cpio(std::span<const std::byte> archive);

} /* namespace ktstr */
