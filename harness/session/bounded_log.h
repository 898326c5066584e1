/* SPDX-License-Identifier: GPL-2.0 */
/*
 * BoundedLog: a file that keeps the head and the tail of a stream, so that a guest that prints
 * without end can fill neither the disk nor memory. append() only copies to memory; flush() and
 * finish() write. Not synchronised: the owner locks.
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
	 * Takes @file, empty and writable; keeps @head bytes, and after them the last @tail bytes.
	 */
	BoundedLog(UniqueFd file, size_t head, size_t tail);

	void append(std::span<const std::byte> bytes);
	/** Writes the part of the head that is not in the file yet. */
	Result<void> flush();
	/** Writes the rest: a line that says how much is missing, and the tail. */
	Result<void> finish();

private:
	UniqueFd file_;
	size_t head_left_;
	size_t tail_size_;
	std::string pending_; /* head bytes to be written */
	std::string tail_;    /* up to twice tail_size_, then cut */
	uint64_t dropped_ = 0;
};

} /* namespace ktstr */
