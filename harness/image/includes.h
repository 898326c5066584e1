/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Collects what --include, --exec and --scheduler put in the guest: files and folders at their own
 * path, with what they need to run: shared libraries, loaders, script interpreters. Links stay
 * links, and what they lead to comes along, so that $ORIGIN means the same in the guest.
 *
 * Reads the file system only; any thread. The files are hostile: a damaged ELF file is copied like
 * any other, and noted.
 */
#pragma once

#include <string>
#include <vector>

#include "vmm/base/result.h"

namespace ktstr {

struct GuestFile {
	enum Kind { file, directory, symlink };

	Kind kind = file;
	std::string guest_path;	     /* absolute, normalised */
	std::string host_path;	     /* file: where its bytes are */
	std::string target;	     /* symlink */
	uint32_t permissions = 0644; /* file, directory */
};

struct Includes {
	std::vector<GuestFile> files; /* sorted by guest path, each path once */
	/* For people: needs that nothing here satisfies, e.g. "/a/b: libx.so.1 not found". */
	std::vector<std::string> missing;
};

/**
 * @paths are files or folders, made absolute against the working directory. Errors: one of them
 * does not exist or cannot be read, or there is more than a guest could hold.
 */
Result<Includes> collect_includes(const std::vector<std::string> &paths);

} /* namespace ktstr */
