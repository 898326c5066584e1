/* SPDX-License-Identifier: GPL-2.0 */
#include "init/work/matrices.h"

#include <gtest/gtest.h>

namespace ktstr {
namespace {

TEST(Matrices, TakeWhatTheyMayAndMultiply)
{
	Result<std::unique_ptr<TeamWork>> team = TeamWork::create(Schbench{}, 1, 1, {});
	ASSERT_TRUE(team.ok());
	Worker worker(*team.value(), 0);
	Matrices matrices(worker, 8);
	unsigned size = matrices.size();

	EXPECT_LE(3 * size * size * 8, 8192u);
	EXPECT_GT(3 * (size + 1) * (size + 1) * 8, 8192u);
	matrices.multiply();
	for (unsigned row : {0u, size / 2, size - 1}) {
		for (unsigned column : {0u, size - 1}) {
			uint64_t sum = 0;

			for (unsigned i = 0; i < size; i++)
				sum += matrices.factor(0, row, i) * matrices.factor(1, i, column);
			EXPECT_EQ(matrices.product(row, column), sum);
			EXPECT_NE(sum, 0u);
		}
	}
}

TEST(Matrices, OfTheSmallestSizeAreNotEmpty)
{
	Result<std::unique_ptr<TeamWork>> team = TeamWork::create(Schbench{}, 1, 1, {});
	ASSERT_TRUE(team.ok());
	Worker worker(*team.value(), 0);

	EXPECT_GE(Matrices(worker, 1).size(), 2u);
}

} /* namespace */
} /* namespace ktstr */
