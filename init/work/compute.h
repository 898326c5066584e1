/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Computations that keep one part of a CPU busy and that no compiler optimizes away. The functions
 * are stateless; a PointerChase and a WorkMemory belong to their user.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace ktstr {

constexpr size_t kCacheLine = 64;

/** @rounds dependent multiplications; returns the last product. */
uint64_t multiply_chain(uint64_t value, uint64_t rounds);
/** @rounds times eight independent additions; returns the sum of all. */
uint64_t add_independent(uint64_t value, uint64_t rounds);

/** Cache lines in a ring of random order: each load has to wait for the one before. */
class PointerChase {
public:
	/** @random returns a number below @bound. */
	PointerChase(size_t bytes, const std::function<uint64_t(uint64_t bound)> &random);

	size_t lines() const { return lines_.size(); }
	/** Follows @loads links; returns the line where it ends. */
	size_t follow(uint64_t loads);

private:
	struct alignas(kCacheLine) Line {
		uint32_t next;
	};
	std::vector<Line> lines_;
	uint32_t at_ = 0;
};

/** Memory for work to go through, in pages of its own. */
class WorkMemory {
public:
	/** If there is no memory, start() is nullptr and errno is set. */
	explicit WorkMemory(size_t bytes);
	WorkMemory(const WorkMemory &) = delete;
	WorkMemory &operator=(const WorkMemory &) = delete;
	~WorkMemory();

	uint8_t *start() const { return start_; }
	size_t bytes() const { return bytes_; }
	/** Increments one byte in every @stride. */
	void write(size_t stride);

private:
	uint8_t *start_;
	size_t bytes_;
};

} /* namespace ktstr */
