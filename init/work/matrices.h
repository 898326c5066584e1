/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Matrices: two square matrices of integers and their product, which together take a given part of
 * a cache: a computation whose speed depends on finding its data near. Owned and used by one thread
 * of a worker, and, as that never ends, never given back.
 */
#pragma once

#include "init/work/worker.h"

namespace ktstr {

class Matrices {
public:
	/** Fills them; @worker fails where there is no memory. */
	Matrices(const Worker &worker, uint32_t kib);

	void multiply();

	/** Rows, which is also columns. */
	unsigned size() const { return size_; }
	uint64_t factor(unsigned which, unsigned row, unsigned column) const
	{
		return factors_[which][row * size_t(size_) + column];
	}
	uint64_t product(unsigned row, unsigned column) const
	{
		return product_[row * size_t(size_) + column];
	}

private:
	unsigned size_;
	uint64_t *factors_[2];
	uint64_t *product_;
};

} /* namespace ktstr */
