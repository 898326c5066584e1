/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The kernels that are on this machine before anybody names one: those that the set-up has put into
 * the cache, those of /boot, and the one that the tree around us has built. Reads folders, changes
 * nothing; called by the coordinator's main thread.
 */
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/options/settings.h"

namespace ktstr {

struct KernelPaths {
	std::string image;
	std::string config;  /* empty: none found beside it */
	std::string modules; /* lib/modules/VERSION; empty: none found */
};

struct KnownKernel {
	std::string version;
	KernelPaths paths;
};

/** Of the cache and of @root/boot, newest first; of equal versions the cache's first. */
std::vector<KnownKernel> known_kernels(const std::string &cache_dir, const std::string &root = "");

/** The first of @known that was built with sched_ext. */
std::optional<KernelPaths> newest_with_sched_ext(const std::vector<KnownKernel> &known);

/** The first of @known that is @version or begins with it: "7.1" is 7.1.3 as well, not 7.10. */
std::optional<KernelPaths> newest_of_version(const std::vector<KnownKernel> &known,
					     const std::string &version);

/** What the first of @folders with a configured build holds. */
std::optional<KernelPaths> tree_kernel(const std::vector<std::string> &folders);

/** True for the form of --kernel that names a version, as 7.1: "N.N..." and no such file. */
bool names_version(const std::string &choice);

} /* namespace ktstr */
