/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Matrices: two square integer matrices and their product, which together fill a given part of a
 * cache. The speed of the computation depends on how near its data is. Owned and used by one thread
 * of a worker, and never freed, since that thread never ends.
 */
#pragma once

#include "init/work/worker.h"

namespace ktstr {

class Matrices {
public:
	/** Fills them; @worker fails if there is no memory. */
	Matrices(const Worker &worker, uint32_t kib);

	void multiply();

	/** The number of rows, and of columns. */
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
