/* SPDX-License-Identifier: GPL-2.0 */
/*
 * LibrarySearch: finds a shared library where the dynamic loader would (ld.so(8)), but reads the
 * folders in ld.so.conf instead of the cache. One collection owns it; const after create(). Ignores
 * environment variables: the guest has none of the caller's.
 */
#pragma once

#include <string>
#include <vector>

#include "harness/image/elf_needs.h"

namespace ktstr {

/** The file that needs a library. */
struct LibraryUser {
	std::string origin;		  /* its folder, for $ORIGIN */
	std::vector<std::string> runpath; /* its DT_RUNPATH */
	std::vector<std::string>
		rpath; /* DT_RPATH, its own and that of its loading files, expanded */
	uint16_t machine = 0;
};

class LibrarySearch {
public:
	/** Reads @configuration ("/etc/ld.so.conf"), if it exists, and the files it includes. */
	static LibrarySearch create(const std::string &configuration);

	/** Path of library @name for @user; empty: not found. */
	std::string find(const std::string &name, const LibraryUser &user) const;

private:
	std::vector<std::string> folders_;
};

/** Expands $ORIGIN, $LIB and $PLATFORM in @path. */
std::string expand_tokens(const std::string &path, const std::string &origin);

} /* namespace ktstr */
