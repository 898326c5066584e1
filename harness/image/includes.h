/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Collects what --include, --exec and --scheduler put in the guest: files and folders at their own
 * path, and what they need to run: shared libraries, loaders, script interpreters. Links stay
 * links, and their targets are included, so that $ORIGIN means the same in the guest.
 *
 * Only reads the file system; any thread. The files are untrusted: a damaged ELF file is copied
 * like any other, and noted.
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
	std::string host_path;	     /* file: path of its content */
	std::string target;	     /* symlink */
	uint32_t permissions = 0644; /* file, directory */
};

struct Includes {
	std::vector<GuestFile> files; /* sorted by guest path, each path once */
	/* Unmet needs, for the user, e.g. "/a/b: libx.so.1 not found". */
	std::vector<std::string> missing;
};

/**
 * @paths are files or folders; relative ones start at the working directory. Errors: one is missing
 * or unreadable; too much for a guest.
 */
Result<Includes> collect_includes(const std::vector<std::string> &paths);

} /* namespace ktstr */
