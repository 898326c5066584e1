/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Statistics of samples: quantiles with confidence intervals, and spreads. Pure functions; any
 * thread. No input causes a division by zero: an undefined result has no value.
 */
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace ktstr {

/** A sample that stands for @weight events. */
struct WeightedSample {
	uint32_t value;
	float weight;
};

struct Quantile {
	uint32_t value;
	uint32_t lower;		       /* end of the 95 % interval; 0: no lower end */
	std::optional<uint32_t> upper; /* nothing: no upper end */
};

/**
 * The number of equally weighted samples with the same information (Kish): the square of the sum
 * divided by the sum of squares.
 */
double effective_samples(const std::vector<WeightedSample> &samples);

/**
 * The smallest sample with at least @fraction of the weight at or below it, and its 95 % interval:
 * the samples at rank_interval() of effective_samples(), for any distribution. Nothing without
 * samples that have weight.
 */
std::optional<Quantile> weighted_quantile(std::vector<WeightedSample> samples, double fraction);

/** Ranks (from 1) of sorted samples between which the quantile is with 95 % confidence. */
struct RankInterval {
	uint64_t lower; /* 0: even the smallest may be above it */
	uint64_t upper; /* @count + 1: even the largest may be below it */
};

/** 2.5 % on either side, from the binomial distribution of the samples below the quantile. */
RankInterval rank_interval(uint64_t count, double fraction);

struct MeanDeviation {
	double mean = 0;
	double deviation = 0; /* sample deviation: n - 1 */
};

/** Nothing with fewer than two values. */
std::optional<MeanDeviation> mean_and_deviation(const std::vector<double> &values);

/** Standard error of a coefficient of variation of @count normally distributed values. */
double variation_error(double variation, size_t count);

} /* namespace ktstr */
