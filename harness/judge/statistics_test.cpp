/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/judge/statistics.h"

#include <gtest/gtest.h>

#include <cmath>

namespace ktstr {
namespace {

/* @count .. 1, in descending order. */
std::vector<WeightedSample> numbers(uint32_t count, float weight = 1)
{
	std::vector<WeightedSample> samples;

	for (uint32_t i = count; i > 0; i--)
		samples.push_back({i, weight});
	return samples;
}

/* Tables of the binomial distribution: for 20 at 1/2, P(X <= 5) is 0.0207, P(X <= 14) 0.9793. */
TEST(Statistics, RanksOfTheMedian)
{
	EXPECT_EQ(rank_interval(20, 0.5).lower, 6u);
	EXPECT_EQ(rank_interval(20, 0.5).upper, 15u);
	/* P(X = 0) is 1/32 of 5, and 1/64 of 6. */
	EXPECT_EQ(rank_interval(5, 0.5).lower, 0u);
	EXPECT_EQ(rank_interval(5, 0.5).upper, 6u);
	EXPECT_EQ(rank_interval(6, 0.5).lower, 1u);
	EXPECT_EQ(rank_interval(6, 0.5).upper, 6u);
}

/* Of 300 samples, 3 are above the 99th percentile on average: P(7 or more) is 0.033, P(8 or more)
 * 0.0115, P(none) 0.049. */
TEST(Statistics, RanksOfATail)
{
	EXPECT_EQ(rank_interval(300, 0.99).lower, 293u);
	EXPECT_EQ(rank_interval(300, 0.99).upper, 301u);
	EXPECT_EQ(rank_interval(100, 0.99).upper, 101u);
}

/* The normal approximation, which is accurate to about one rank here. */
TEST(Statistics, RanksOfMany)
{
	for (double fraction : {0.01, 0.5, 0.99}) {
		double count = 1e6;
		double half = 1.959964 * std::sqrt(count * fraction * (1 - fraction));
		RankInterval ranks = rank_interval(1000000, fraction);

		EXPECT_NEAR(double(ranks.lower), count * fraction - half, 2);
		EXPECT_NEAR(double(ranks.upper), count * fraction + half, 2);
	}
}

TEST(Statistics, RanksOfWhatHasNone)
{
	EXPECT_EQ(rank_interval(0, 0.5).lower, 0u);
	EXPECT_EQ(rank_interval(0, 0.5).upper, 1u);
	EXPECT_EQ(rank_interval(1, 0.5).lower, 0u);
	EXPECT_EQ(rank_interval(1, 0.5).upper, 2u);
	for (double fraction : {-1.0, 0.0, 1.0, 2.0}) {
		EXPECT_EQ(rank_interval(10, fraction).lower, 0u);
		EXPECT_EQ(rank_interval(10, fraction).upper, 11u);
	}
}

TEST(Statistics, QuantilesOfEqualWeights)
{
	for (float weight : {1.0f, 0.1f, 3.3333f, 1e18f}) {
		std::optional<Quantile> median = weighted_quantile(numbers(20, weight), 0.5);

		ASSERT_TRUE(median);
		EXPECT_EQ(median->value, 10u) << weight;
		EXPECT_EQ(median->lower, 6u) << weight;
		EXPECT_EQ(median->upper, 15u) << weight;
		EXPECT_EQ(effective_samples(numbers(20, weight)), 20);
	}
	std::optional<Quantile> tail = weighted_quantile(numbers(300), 0.99);
	ASSERT_TRUE(tail);
	EXPECT_EQ(tail->value, 297u);
	EXPECT_EQ(tail->lower, 293u);
	EXPECT_FALSE(tail->upper);
}

/* Three samples of weight 1 and one of 9: (3 + 9)^2 / (3 + 81). */
TEST(Statistics, HeavySamplesCountForMoreAndMakeFewer)
{
	std::vector<WeightedSample> samples = numbers(3);

	samples.push_back({100, 9});
	EXPECT_NEAR(effective_samples(samples), 144.0 / 84, 1e-6);
	std::optional<Quantile> quantile = weighted_quantile(samples, 0.5);
	ASSERT_TRUE(quantile);
	EXPECT_EQ(quantile->value, 100u);
	EXPECT_EQ(quantile->lower, 0u);
	EXPECT_FALSE(quantile->upper);
	EXPECT_EQ(weighted_quantile(samples, 0.25)->value, 3u);
}

TEST(Statistics, NoQuantileOfNothing)
{
	EXPECT_FALSE(weighted_quantile({}, 0.5));
	EXPECT_FALSE(weighted_quantile(numbers(10, 0), 0.5));
	EXPECT_EQ(effective_samples({}), 0);
	EXPECT_EQ(effective_samples(numbers(10, 0)), 0);
	EXPECT_EQ(weighted_quantile({{UINT32_MAX, 1}}, 0.99)->value, UINT32_MAX);
}

TEST(Statistics, Deviations)
{
	std::optional<MeanDeviation> found = mean_and_deviation({2, 4, 4, 4, 5, 5, 7, 9});

	ASSERT_TRUE(found);
	EXPECT_DOUBLE_EQ(found->mean, 5);
	EXPECT_DOUBLE_EQ(found->deviation, std::sqrt(32.0 / 7));
	EXPECT_FALSE(mean_and_deviation({}));
	EXPECT_FALSE(mean_and_deviation({1}));
	EXPECT_EQ(mean_and_deviation({3, 3})->deviation, 0);
	EXPECT_TRUE(std::isfinite(mean_and_deviation({0, 1.8e19, 1.8e19})->deviation));
}

/* 0.5 * sqrt(1/8 + 0.25/5) */
TEST(Statistics, ErrorOfAVariation)
{
	EXPECT_DOUBLE_EQ(variation_error(0.5, 5), 0.5 * std::sqrt(0.175));
	EXPECT_EQ(variation_error(0, 5), 0);
	EXPECT_EQ(variation_error(0.5, 1), 0);
	EXPECT_EQ(variation_error(0.5, 0), 0);
}

} /* namespace */
} /* namespace ktstr */
