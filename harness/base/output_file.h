/* SPDX-License-Identifier: GPL-2.0 */
/*
 * OutputFile: a file that the user names for the result of a long run. It is opened before the run,
 * so that one that cannot be written is refused in time, and written once at the end. Any one
 * thread.
 */
#pragma once

#include <string>
#include <string_view>

#include "vmm/base/result.h"
#include "vmm/base/unique_fd.h"

namespace ktstr {

class OutputFile {
public:
	/**
	 * Follows symbolic links. A FIFO waits for its reader. What exists keeps its content until
	 * write(); a file that does not exist appears only then, all at once.
	 */
	static Result<OutputFile> open(const std::string &path);

	Result<void> write(std::string_view content) const;

private:
	OutputFile(std::string path, UniqueFd fd, bool truncate)
		: path_(std::move(path)), fd_(std::move(fd)), truncate_(truncate)
	{}

	std::string path_; /* without links */
	UniqueFd fd_;	   /* invalid: the file does not exist yet */
	bool truncate_;
};

} /* namespace ktstr */
