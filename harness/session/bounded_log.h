/* SPDX-License-Identifier: GPL-2.0 */
/*
 * BoundedLog: a file with the head and the tail of a stream, so a guest that prints without end
 * cannot fill the disk or memory. append() only copies to memory; flush() and finish() write. Not
 * synchronised: the owner must lock.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "vmm/base/result.h"
#include "vmm/base/unique_fd.h"

namespace ktstr {

class BoundedLog {
public:
	/**
	 * @file must be empty and writable. Keeps the first @head bytes, then the last @tail bytes.
	 */
	BoundedLog(UniqueFd file, size_t head, size_t tail);

	void append(std::span<const std::byte> bytes);
	/** Writes the part of the head that is not yet in the file. */
	Result<void> flush();
	/** Writes the rest: a line that says how much was dropped, and the tail. */
	Result<void> finish();

private:
	UniqueFd file_;
	size_t head_left_;
	size_t tail_size_;
	std::string pending_; /* head bytes not yet written */
	std::string tail_;    /* grows to twice tail_size_ before it is trimmed */
	uint64_t dropped_ = 0;
};

} /* namespace ktstr */
