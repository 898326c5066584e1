/* SPDX-License-Identifier: GPL-2.0 */
#include <algorithm>

#include "harness/judge/measures.h"
#include "harness/judge/statistics.h"

namespace ktstr {

namespace {

/* The samples of all workers in a window; each stands for its share of its worker's wakes. */
std::vector<WeightedSample> samples_of(const Window &window)
{
	std::vector<WeightedSample> samples;

	for (const WorkerMeasurement &worker : window.workers) {
		size_t count = worker.wake_ns.size();
		double wakes = double(std::max<uint64_t>(worker.wakes, count));

		for (uint32_t ns : worker.wake_ns)
			samples.push_back({ns, float(wakes / double(count))});
	}
	return samples;
}

std::string in_us(uint32_t ns)
{
	return decimal(ns / 1e3) + " us";
}

std::string quantile_text(const Quantile &quantile, double effective)
{
	std::string upper = quantile.upper ? in_us(*quantile.upper) : "no upper end";

	return in_us(quantile.value) + ", with 95 % confidence " + in_us(quantile.lower) + " to " +
	       upper + ", from " + decimal(effective) + " effective samples";
}

Finding measure_wakes(const Measurements &measurements, double fraction, double least_samples,
		      Worst worst)
{
	double most_samples = 0;

	for (const Window &window : measurements.windows) {
		std::vector<WeightedSample> samples = samples_of(window);
		double effective = effective_samples(samples);

		most_samples = std::max(most_samples, effective);
		if (effective < least_samples)
			continue;
		std::optional<Quantile> quantile = weighted_quantile(std::move(samples), fraction);
		if (quantile)
			worst.add(quantile->value / 1e3, quantile->lower / 1e3, [&] {
				return window.where + ": " + decimal(100 * fraction) +
				       " % of the wakes of " +
				       counted(window.workers.size(), "worker") + " took at most " +
				       quantile_text(*quantile, effective);
			});
	}
	return worst.finding("no window had " + decimal(least_samples) +
			     " effective samples of wakes, the most in one was " +
			     decimal(most_samples));
}

} /* namespace */

template <>
Finding measure<&Checks::wake_p50_us>(const Measurements &measurements, uint64_t, Worst worst)
{
	constexpr double kLeastSamples = 20;

	return measure_wakes(measurements, 0.5, kLeastSamples, worst);
}

template <>
Finding measure<&Checks::wake_p99_us>(const Measurements &measurements, uint64_t, Worst worst)
{
	constexpr double kLeastSamples = 300; /* three beyond the quantile */

	return measure_wakes(measurements, 0.99, kLeastSamples, worst);
}

} /* namespace ktstr */
