/* SPDX-License-Identifier: GPL-2.0 */
/*
 * LibrarySearch: where the dynamic loader would find a shared library (ld.so(8)), without its
 * cache: the folders in ld.so.conf are read instead. Owned by one collection; const after create.
 * Environment variables play no part: the guest has none of the caller's.
 */
#pragma once

#include <string>
#include <vector>

#include "harness/image/elf_needs.h"

namespace ktstr {

/** Who asks for a library. */
struct LibraryUser {
	std::string origin;		  /* folder of the file that needs it, for $ORIGIN */
	std::vector<std::string> runpath; /* its DT_RUNPATH */
	std::vector<std::string> rpath;	  /* DT_RPATH, its own and its loaders', expanded */
	uint16_t machine = 0;
};

class LibrarySearch {
public:
	/** Reads @configuration ("/etc/ld.so.conf") and what it includes; there may be none. */
	static LibrarySearch create(const std::string &configuration);

	/** Path of library @name for @user; empty: nowhere. */
	std::string find(const std::string &name, const LibraryUser &user) const;

private:
	std::vector<std::string> folders_;
};

/** @path with $ORIGIN, $LIB and $PLATFORM replaced. */
std::string expand_tokens(const std::string &path, const std::string &origin);

} /* namespace ktstr */
