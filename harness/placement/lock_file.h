/* SPDX-License-Identifier: GPL-2.0 */
/*
 * LockFile: a file of the folder that all users of this host share, and flock(2) on it: the lock
 * goes with the process that holds it, however that ends. Called while the process has one thread
 * (umask). The folder may be anybody's, so neither links nor anything but plain files are opened,
 * and what a file says is no more than a hint.
 */
#pragma once

#include <string>
#include <vector>

#include "vmm/base/result.h"
#include "vmm/base/unique_fd.h"

namespace ktstr {

/** Below one of which the locks are: the first that everybody may write to, so that all agree. */
std::vector<std::string> lock_folder_bases();

/** Opens, and where need be makes, the folder below the first fit one of @bases. Errors: none is.
 */
Result<UniqueFd> open_lock_folder(const std::vector<std::string> &bases);

class LockFile {
public:
	static Result<LockFile> open(const UniqueFd &folder, const std::string &name);

	/** Does not wait. False: another process has it. */
	Result<bool> try_lock();
	void unlock();
	/** "pid N", as the last holder wrote it. */
	std::string holder() const;

private:
	explicit LockFile(UniqueFd fd) : fd_(std::move(fd)) {}

	UniqueFd fd_;
};

} /* namespace ktstr */
