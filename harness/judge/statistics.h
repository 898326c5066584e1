/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Statistics for the judging of samples: quantiles that say how sure they are, and spreads. Pure
 * functions; any thread. No input divides by zero: what cannot be told has no value.
 */
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace ktstr {

/** A sample that stands for @weight of what was sampled. */
struct WeightedSample {
	uint32_t value;
	float weight;
};

struct Quantile {
	uint32_t value;
	uint32_t lower;		       /* of the 95 % interval; 0: there is no lower end */
	std::optional<uint32_t> upper; /* nothing: there is no upper end */
};

/** As many samples of one weight would say as much (Kish): the square of the sum by the sum of
 *  squares. */
double effective_samples(const std::vector<WeightedSample> &samples);

/**
 * The smallest sample at or below which @fraction of the weight is, and its 95 % interval, which
 * assumes nothing of the distribution: the samples of rank_interval(), with effective_samples().
 * Nothing without samples of weight.
 */
std::optional<Quantile> weighted_quantile(std::vector<WeightedSample> samples, double fraction);

/** Ranks (from 1) of @count sorted samples between which the quantile is in 95 of 100 cases. */
struct RankInterval {
	uint64_t lower; /* 0: even the smallest may be above it */
	uint64_t upper; /* @count + 1: even the largest may be below it */
};

/** 2.5 % on either side, from the binomial distribution of how many samples are below it. */
RankInterval rank_interval(uint64_t count, double fraction);

struct MeanDeviation {
	double mean = 0;
	double deviation = 0; /* of a sample: n - 1 */
};

/** Nothing with fewer than two. */
std::optional<MeanDeviation> mean_and_deviation(const std::vector<double> &values);

/** Standard error of a coefficient of variation of @count values, as of normal ones. */
double variation_error(double variation, size_t count);

} /* namespace ktstr */
