/* SPDX-License-Identifier: GPL-2.0 */
#include <algorithm>
#include <map>
#include <utility>

#include "harness/judge/measures.h"
#include "harness/judge/statistics.h"

namespace ktstr {

namespace {

using Workers = std::vector<const WorkerMeasurement *>;

/* Groups of two or more workers of one cgroup and one WorkSpec that were free to run. */
std::vector<Workers> equals_of(const Window &window)
{
	std::map<std::pair<std::string, uint32_t>, Workers> teams;
	std::vector<Workers> equals;

	for (const WorkerMeasurement &worker : window.workers) {
		if (!worker.held_back)
			teams[{worker.cgroup, worker.team}].push_back(&worker);
	}
	for (auto &[key, workers] : teams) {
		if (workers.size() > 1)
			equals.push_back(std::move(workers));
	}
	return equals;
}

/* 'cgroup "a", 4 Spin workers' */
std::string team_text(const Workers &workers)
{
	return cgroup_text(workers.front()->cgroup) + ", " + std::to_string(workers.size()) + " " +
	       workers.front()->type + " workers";
}

void add_spread(Worst *worst, const Window &window, const Workers &workers)
{
	auto [low, high] =
		std::minmax_element(workers.begin(), workers.end(),
				    [](auto *a, auto *b) { return a->cpu_ns < b->cpu_ns; });
	const WorkerMeasurement &least = **low;
	const WorkerMeasurement &most = **high;
	std::optional<double> percent =
		percent_of(double(most.cpu_ns - least.cpu_ns), double(most.cpu_ns));

	if (percent)
		worst->add(*percent, [&] {
			return window.where + ": " + team_text(workers) + ": " + short_text(least) +
			       " had " + in_ms(least.cpu_ns) + " of CPU time, " + short_text(most) +
			       " " + in_ms(most.cpu_ns);
		});
}

void add_variation(Worst *worst, const Window &window, const Workers &workers)
{
	std::vector<double> iterations;

	for (const WorkerMeasurement *worker : workers)
		iterations.push_back(double(worker->iterations));
	std::optional<MeanDeviation> found = mean_and_deviation(iterations);
	if (!found || found->mean <= 0)
		return;
	double variation = found->deviation / found->mean;
	worst->add(100 * variation, [&] {
		return window.where + ": " + team_text(workers) + ": " + decimal(found->mean) +
		       " iterations on average, deviation " + decimal(found->deviation) +
		       "; standard error of the variation " +
		       decimal(100 * variation_error(variation, workers.size())) + " %";
	});
}

Finding measure_each(const Measurements &measurements, uint64_t shortest_ns, const char *what,
		     Worst worst,
		     void (*add)(Worst *worst, const Window &window, const Workers &workers))
{
	for (const Window &window : measurements.windows) {
		if (window.length_ns < shortest_ns)
			continue;
		for (const Workers &workers : equals_of(window))
			add(&worst, window, workers);
	}
	return worst.finding("no window of " + in_ms(shortest_ns) +
			     " or more had two equal workers in a cgroup with " + what);
}

} /* namespace */

template <>
Finding measure<&Checks::spread_percent>(const Measurements &measurements, uint64_t shortest_ns,
					 Worst worst)
{
	return measure_each(measurements, shortest_ns, "CPU time", worst, add_spread);
}

template <>
Finding measure<&Checks::variation_percent>(const Measurements &measurements, uint64_t shortest_ns,
					    Worst worst)
{
	return measure_each(measurements, shortest_ns, "iterations", worst, add_variation);
}

} /* namespace ktstr */
