/* SPDX-License-Identifier: GPL-2.0 */
#include "init/work/matrices.h"

#include <sys/mman.h>

#include <cmath>

namespace ktstr {

Matrices::Matrices(const Worker &worker, uint32_t kib)
{
	constexpr unsigned kMatrices = 3;
	uint64_t bytes = uint64_t(kib) * 1024;

	size_ = unsigned(std::sqrt(double(bytes / sizeof(uint64_t) / kMatrices)));
	void *memory =
		mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED)
		worker.fail("map the matrices");
	size_t cells = size_t(size_) * size_;
	uint64_t *all = static_cast<uint64_t *>(memory);
	factors_[0] = all;
	factors_[1] = all + cells;
	product_ = all + 2 * cells;
	for (size_t i = 0; i < 2 * cells; i++)
		all[i] = i + worker.thread();
}

void Matrices::multiply()
{
	for (unsigned row = 0; row < size_; row++) {
		for (unsigned column = 0; column < size_; column++) {
			uint64_t sum = 0;

			for (unsigned i = 0; i < size_; i++)
				sum += factor(0, row, i) * factor(1, i, column);
			product_[row * size_t(size_) + column] = sum;
		}
	}
	/* Nobody reads the product: keep the compiler from dropping it. */
	asm volatile("" : : "r"(product_) : "memory");
}

} /* namespace ktstr */
