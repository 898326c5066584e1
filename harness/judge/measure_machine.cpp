/* SPDX-License-Identifier: GPL-2.0 */
#include <algorithm>
#include <cmath>

#include "harness/judge/harmless_events.h"
#include "harness/judge/measures.h"
#include "harness/judge/statistics.h"

namespace ktstr {

namespace {

constexpr size_t kLeastLooks = 5;

/* How much fuller the fullest CPU is than necessary; 0 for the best placement. */
double excess_percent(const RunnableSample &sample)
{
	uint32_t best = (sample.runnable - 1) / sample.cpus + 1;

	return sample.most > best ? 100.0 * (sample.most - best) / best : 0;
}

void add_imbalance(Worst *worst, const Window &window)
{
	std::vector<double> excesses;
	uint32_t most = 0;

	for (const RunnableSample &sample : window.runnable) {
		if (!sample.runnable || sample.cpus < 2)
			continue;
		excesses.push_back(excess_percent(sample));
		most = std::max(most, sample.most);
	}
	if (excesses.size() < kLeastLooks)
		return;
	MeanDeviation found = mean_and_deviation(excesses).value_or(MeanDeviation());
	worst->add(found.mean, [&] {
		return window.where + ": the fullest CPU had " + decimal(found.mean) +
		       " % more runnable workers than necessary, on average of " +
		       counted(excesses.size(), "look") + " (standard error " +
		       decimal(found.deviation / std::sqrt(double(excesses.size()))) +
		       " %), up to " + counted(most, "worker");
	});
}

std::string events_text(const Window &window, const EventCount *most)
{
	std::string text = window.where + ": ";

	if (!most)
		return text + "no event that is a fault";
	return text + "mostly " + most->name + ", " + counted(most->count, "time") + " in " +
	       in_ms(window.length_ns);
}

} /* namespace */

template <>
Finding measure<&Checks::imbalance_percent>(const Measurements &measurements, uint64_t, Worst worst)
{
	for (const Window &window : measurements.windows)
		add_imbalance(&worst, window);
	return worst.finding("no window had " + std::to_string(kLeastLooks) +
			     " looks at runnable workers with two CPUs or more to run on");
}

template <>
Finding measure<&Checks::events_per_s>(const Measurements &measurements, uint64_t shortest_ns,
				       Worst worst)
{
	for (const Window &window : measurements.windows) {
		const EventCount *most = nullptr;
		double sum = 0;

		if (!window.events || !window.length_ns || window.length_ns < shortest_ns)
			continue;
		for (const EventCount &event : *window.events) {
			if (!event.count || is_harmless_event(event.name))
				continue;
			sum += double(event.count);
			if (!most || event.count > most->count)
				most = &event;
		}
		worst.add(sum * kNsPerSecond / double(window.length_ns),
			  [&] { return events_text(window, most); });
	}
	return worst.finding("no window of " + in_ms(shortest_ns) +
			     " or more had the scheduler's event counters");
}

template <>
Finding measure<&Checks::pressure_percent>(const Measurements &measurements, uint64_t, Worst worst)
{
	for (const Window &window : measurements.windows) {
		for (const CgroupMeasurement &cgroup : window.cgroups) {
			if (!cgroup.pressure_percent || !std::isfinite(*cgroup.pressure_percent))
				continue;
			worst.add(*cgroup.pressure_percent, [&] {
				return window.where + ": " + cgroup_text(cgroup.name) +
				       ": some task waited for a CPU " +
				       decimal(*cgroup.pressure_percent) + " % of " +
				       in_ms(window.length_ns);
			});
		}
	}
	return worst.finding("no cgroup had a cpu.pressure");
}

template <>
Finding measure<&Checks::throttled_percent>(const Measurements &measurements, uint64_t, Worst worst)
{
	for (const Window &window : measurements.windows) {
		for (const CgroupMeasurement &cgroup : window.cgroups) {
			if (!cgroup.periods || !cgroup.throttled)
				continue;
			std::optional<double> percent =
				percent_of(double(*cgroup.throttled), double(*cgroup.periods));
			if (percent)
				worst.add(*percent, [&] {
					return window.where + ": " + cgroup_text(cgroup.name) +
					       " was throttled in " +
					       std::to_string(*cgroup.throttled) + " of " +
					       counted(*cgroup.periods, "period");
				});
		}
	}
	return worst.finding("no cgroup had a period of cpu.max");
}

} /* namespace ktstr */
