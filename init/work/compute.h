/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Computations that keep a certain part of a CPU busy, and that no compiler leaves out. The
 * functions are stateless; a PointerChase and a WorkMemory belong to their user.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace ktstr {

constexpr size_t kCacheLine = 64;

/** @rounds multiplications, each of the result of the one before; the last result. */
uint64_t multiply_chain(uint64_t value, uint64_t rounds);
/** @rounds times eight additions that do not wait for each other; the sum of all. */
uint64_t add_independent(uint64_t value, uint64_t rounds);

/** Cache lines in one ring in random order: each load has to wait for the one before. */
class PointerChase {
public:
	/** @random: gives one of 0 .. bound - 1. */
	PointerChase(size_t bytes, const std::function<uint64_t(uint64_t bound)> &random);

	size_t lines() const { return lines_.size(); }
	/** Goes so many loads further; the line where it is then. */
	size_t follow(uint64_t loads);

private:
	struct alignas(kCacheLine) Line {
		uint32_t next;
	};
	std::vector<Line> lines_;
	uint32_t at_ = 0;
};

/** Memory that work goes through, of pages of its own. */
class WorkMemory {
public:
	/** Without memory: start() is nullptr, and errno. */
	explicit WorkMemory(size_t bytes);
	WorkMemory(const WorkMemory &) = delete;
	WorkMemory &operator=(const WorkMemory &) = delete;
	~WorkMemory();

	uint8_t *start() const { return start_; }
	size_t bytes() const { return bytes_; }
	/** Adds one to each byte in so many. */
	void write(size_t stride);

private:
	uint8_t *start_;
	size_t bytes_;
};

} /* namespace ktstr */
