/* SPDX-License-Identifier: GPL-2.0 */
/*
 * LockFile: a file with flock(2) in a folder that all users of this host share. The lock ends with
 * the process that holds it, however that ends. Call it while the process has one thread (umask).
 * The folder may be anybody's, so only plain files are opened, never links, and a file's content is
 * only a hint.
 */
#pragma once

#include <string>
#include <vector>

#include "vmm/base/result.h"
#include "vmm/base/unique_fd.h"

namespace ktstr {

/**
 * Candidates for the parent of the lock folder. All processes use the first one that everybody may
 * write to.
 */
std::vector<std::string> lock_folder_bases();

/**
 * Opens the lock folder below the first suitable one of @bases; creates it if needed. Error: none
 * is suitable.
 */
Result<UniqueFd> open_lock_folder(const std::vector<std::string> &bases);

class LockFile {
public:
	static Result<LockFile> open(const UniqueFd &folder, const std::string &name);

	/** Does not wait. False: another process holds it. */
	Result<bool> try_lock();
	void unlock();
	/** "pid N", as the last holder wrote it. */
	std::string holder() const;

private:
	explicit LockFile(UniqueFd fd) : fd_(std::move(fd)) {}

	UniqueFd fd_;
};

} /* namespace ktstr */
