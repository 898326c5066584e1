/* SPDX-License-Identifier: GPL-2.0 */
#include "init/work/compute.h"

#include <gtest/gtest.h>
#include <time.h>

#include <cerrno>
#include <set>

namespace ktstr {
namespace {

double thread_seconds()
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return double(now.tv_sec) + double(now.tv_nsec) / 1e9;
}

TEST(Compute, MultipliesEachResultAgain)
{
	EXPECT_EQ(multiply_chain(7, 0), 7u);
	EXPECT_EQ(multiply_chain(multiply_chain(7, 3), 5), multiply_chain(7, 8));
	EXPECT_NE(multiply_chain(7, 8), multiply_chain(7, 9));
}

TEST(Compute, AddsInEightPlaces)
{
	EXPECT_EQ(add_independent(3, 0), 0u);
	EXPECT_EQ(add_independent(3, 1000), 24000u);
}

TEST(Compute, IsNotOptimisedAway)
{
	/*
	 * No CPU has a multiply latency below 2 cycles, or does eight additions in less than one.
	 */
	double begin = thread_seconds();
	multiply_chain(1, 4000000);
	EXPECT_GT(thread_seconds() - begin, 0.001);

	begin = thread_seconds();
	add_independent(1, 4000000);
	EXPECT_GT(thread_seconds() - begin, 0.0005);
}

TEST(Compute, ChaseComesThroughAllLinesBeforeItIsBack)
{
	uint64_t state = 1;
	PointerChase chase(64 * 1024, [&state](uint64_t bound) {
		state = multiply_chain(state, 1) + 1;
		return (state >> 32) % bound;
	});
	std::set<size_t> seen;
	unsigned ascending = 0;
	size_t last = 0;

	ASSERT_EQ(chase.lines(), 1024u);
	for (unsigned i = 0; i < 1024; i++) {
		size_t line = chase.follow(1);

		seen.insert(line);
		ascending += line == last + 1;
		last = line;
	}
	EXPECT_EQ(seen.size(), 1024u);
	EXPECT_EQ(last, 0u);
	EXPECT_LT(ascending, 64u); /* more of them would help a prefetcher */
	EXPECT_EQ(chase.follow(1024), 0u);
}

TEST(Compute, ChaseInOneLineStaysThere)
{
	PointerChase chase(1, [](uint64_t) -> uint64_t { return 0; });

	EXPECT_EQ(chase.lines(), 1u);
	EXPECT_EQ(chase.follow(5), 0u);
}

TEST(Compute, WritesEachByteOfItsStride)
{
	WorkMemory memory(8192);

	ASSERT_NE(memory.start(), nullptr);
	memory.write(64);
	memory.write(64);
	for (size_t i = 0; i < memory.bytes(); i++)
		ASSERT_EQ(memory.start()[i], i % 64 ? 0 : 2) << i;
}

TEST(Compute, MemoryThatIsNotThereSaysSo)
{
	WorkMemory memory(size_t(1) << 60);

	EXPECT_EQ(memory.start(), nullptr);
	EXPECT_EQ(errno, ENOMEM);
}

} /* namespace */
} /* namespace ktstr */
