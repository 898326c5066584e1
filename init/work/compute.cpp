/* SPDX-License-Identifier: GPL-2.0 */
#include "init/work/compute.h"

#include <sys/mman.h>

#include <algorithm>
#include <numeric>

namespace ktstr {

namespace {

/* Makes the compiler hold @value in a register here and forget what it is. */
inline void keep(uint64_t &value)
{
	asm volatile("" : "+r"(value));
}

} /* namespace */

uint64_t multiply_chain(uint64_t value, uint64_t rounds)
{
	constexpr uint64_t kFactor = 6364136223846793005; /* odd, so that no product becomes 0 */

	for (uint64_t i = 0; i < rounds; i++) {
		value *= kFactor;
		keep(value);
	}
	return value;
}

uint64_t add_independent(uint64_t value, uint64_t rounds)
{
	uint64_t sums[8] = {};

	for (uint64_t i = 0; i < rounds; i++) {
#pragma GCC unroll 8
		for (uint64_t &sum : sums) {
			sum += value;
			keep(sum);
		}
	}
	return std::accumulate(std::begin(sums), std::end(sums), uint64_t(0));
}

PointerChase::PointerChase(size_t bytes, const std::function<uint64_t(uint64_t bound)> &random)
	: lines_(std::max<size_t>(bytes / kCacheLine, 1))
{
	for (size_t i = 0; i < lines_.size(); i++)
		lines_[i].next = uint32_t(i);
	/* Sattolo's algorithm: a random permutation that is a single cycle. */
	for (size_t i = lines_.size() - 1; i > 0; i--)
		std::swap(lines_[i].next, lines_[random(i)].next);
}

size_t PointerChase::follow(uint64_t loads)
{
	for (uint64_t i = 0; i < loads; i++)
		at_ = static_cast<volatile Line &>(lines_[at_]).next;
	return at_;
}

WorkMemory::WorkMemory(size_t bytes) : start_(nullptr), bytes_(bytes)
{
	void *memory =
		mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (memory != MAP_FAILED)
		start_ = static_cast<uint8_t *>(memory);
}

WorkMemory::~WorkMemory()
{
	if (start_)
		munmap(start_, bytes_);
}

void WorkMemory::write(size_t stride)
{
	volatile uint8_t *memory = start_;

	for (size_t i = 0; i < bytes_; i += stride)
		memory[i] = uint8_t(memory[i] + 1);
}

} /* namespace ktstr */
