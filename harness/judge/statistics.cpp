/* SPDX-License-Identifier: GPL-2.0 */
#include "harness/judge/statistics.h"

#include <algorithm>
#include <cmath>

namespace ktstr {

namespace {

constexpr double kTail = 0.025;
constexpr double kRounding = 1e-9; /* relative error allowed for the sum of weights */

/* Probabilities of the numbers of successes around the most likely one; the rest are negligible. */
struct Binomial {
	uint64_t first = 0; /* the number of successes of probabilities.front() */
	std::vector<double> probabilities = {};
};

/* Computed by ratios of neighbours, outwards from the most likely number, to avoid underflow. */
Binomial binomial(uint64_t count, double chance)
{
	constexpr double kNegligible = 1e-20;
	double odds = chance / (1 - chance);
	uint64_t mode = std::min(count, uint64_t(double(count + 1) * chance));
	Binomial result;
	std::vector<double> below;
	std::vector<double> above = {1};
	double p = 1;

	for (uint64_t k = mode; k > 0 && p > kNegligible; k--) {
		p *= double(k) / double(count - k + 1) / odds;
		below.push_back(p);
	}
	p = 1;
	for (uint64_t k = mode; k < count && p > kNegligible; k++) {
		p *= double(count - k) / double(k + 1) * odds;
		above.push_back(p);
	}
	result.first = mode - below.size();
	result.probabilities.assign(below.rbegin(), below.rend());
	result.probabilities.insert(result.probabilities.end(), above.begin(), above.end());
	double total = 0;
	for (double probability : result.probabilities)
		total += probability;
	for (double &probability : result.probabilities)
		probability /= total;
	return result;
}

double total_weight(const std::vector<WeightedSample> &samples)
{
	double total = 0;

	for (const WeightedSample &sample : samples)
		total += double(sample.weight);
	return total;
}

/* The first of the sorted @samples at which the sum of weights reaches @weight. */
uint32_t reaching(const std::vector<WeightedSample> &samples, double weight)
{
	double sum = 0;

	for (const WeightedSample &sample : samples) {
		sum += double(sample.weight);
		if (sum >= weight)
			return sample.value;
	}
	return samples.back().value;
}

} /* namespace */

double effective_samples(const std::vector<WeightedSample> &samples)
{
	double total = total_weight(samples);
	double squares = 0;

	for (const WeightedSample &sample : samples)
		squares += double(sample.weight) * double(sample.weight);
	/* Equal weights must give exactly their number despite rounding. */
	return squares > 0 ? std::round(total * total / squares * 1e6) / 1e6 : 0;
}

RankInterval rank_interval(uint64_t count, double fraction)
{
	RankInterval ranks = {0, count + 1};

	if (!count || fraction <= 0 || fraction >= 1)
		return ranks;
	Binomial below = binomial(count, fraction);
	double sum = 0;
	/* Sample r is above the quantile if fewer than r are below it. */
	for (size_t i = 0; i < below.probabilities.size(); i++) {
		uint64_t rank = below.first + i + 1;

		sum += below.probabilities[i];
		if (sum <= kTail)
			ranks.lower = std::min(rank, count);
		if (sum >= 1 - kTail) {
			ranks.upper = rank;
			break;
		}
	}
	return ranks;
}

std::optional<Quantile> weighted_quantile(std::vector<WeightedSample> samples, double fraction)
{
	double total = total_weight(samples);
	uint64_t effective = uint64_t(effective_samples(samples));

	if (total <= 0 || !effective)
		return std::nullopt;
	std::sort(
		samples.begin(), samples.end(),
		[](const WeightedSample &a, const WeightedSample &b) { return a.value < b.value; });
	RankInterval ranks = rank_interval(effective, fraction);
	auto at = [&](double share) { return reaching(samples, total * (share - kRounding)); };
	auto at_rank = [&](uint64_t rank) { return at(double(rank) / double(effective)); };
	Quantile quantile = {at(fraction), ranks.lower ? at_rank(ranks.lower) : 0, {}};
	if (ranks.upper <= effective)
		quantile.upper = at_rank(ranks.upper);
	return quantile;
}

std::optional<MeanDeviation> mean_and_deviation(const std::vector<double> &values)
{
	MeanDeviation result;

	if (values.size() < 2)
		return std::nullopt;
	double count = double(values.size());
	for (double value : values)
		result.mean += value / count;
	for (double value : values)
		result.deviation += (value - result.mean) * (value - result.mean) / (count - 1);
	result.deviation = std::sqrt(result.deviation);
	return result;
}

double variation_error(double variation, size_t count)
{
	double n = double(count);

	if (count < 2)
		return 0;
	return variation * std::sqrt(1 / (2 * (n - 1)) + variation * variation / n);
}

} /* namespace ktstr */
