/* SPDX-License-Identifier: GPL-2.0 */
#include <algorithm>

#include "harness/judge/measures.h"

namespace ktstr {

namespace {

/* With less CPU time, one or two migrations would be a high rate. */
constexpr uint64_t kLeastCpuNs = 10 * 1000 * 1000;

/* Sums counters in floating point, which cannot wrap. */
struct Sum {
	double value = 0;

	void add(uint64_t more) { value += double(more); }
};

std::string and_more(size_t others)
{
	return others ? ", and " + counted(others, "other worker") : "";
}

std::string starved_text(const Window &window,
			 const std::vector<const WorkerMeasurement *> &starved, size_t judged)
{
	std::string text = window.where + ": ";

	if (starved.empty())
		return text + "each of " + counted(judged, "worker") + " ran in " +
		       in_ms(window.length_ns);
	const WorkerMeasurement &first = *starved.front();
	return text + worker_text(first) + " ran no iteration in " + in_ms(window.length_ns) +
	       " (" + in_ms(first.cpu_ns) + " of CPU time)" + and_more(starved.size() - 1);
}

/* Calls @rate(worker) for each worker and adds the number, if any, with @text(worker). */
template <typename Rate, typename Text>
void add_each(Worst *worst, const Measurements &measurements, Rate rate, Text text)
{
	for (const Window &window : measurements.windows) {
		for (const WorkerMeasurement &worker : window.workers) {
			std::optional<double> value = rate(worker);

			if (!value)
				continue;
			worst->add(*value, [&] {
				return window.where + ": " + worker_text(worker) + " " +
				       text(worker);
			});
		}
	}
}

} /* namespace */

template <>
Finding measure<&Checks::starved>(const Measurements &measurements, uint64_t shortest_ns,
				  Worst worst)
{
	for (const Window &window : measurements.windows) {
		std::vector<const WorkerMeasurement *> starved;
		size_t judged = 0;

		if (window.length_ns < shortest_ns)
			continue;
		for (const WorkerMeasurement &worker : window.workers) {
			judged += !worker.held_back;
			if (!worker.held_back && !worker.iterations)
				starved.push_back(&worker);
		}
		if (judged)
			worst.add(double(starved.size()),
				  [&] { return starved_text(window, starved, judged); });
	}
	return worst.finding("no window of " + in_ms(shortest_ns) +
			     " or more had a worker free to run");
}

template <>
Finding measure<&Checks::gap_ms>(const Measurements &measurements, uint64_t, Worst worst)
{
	add_each(
		&worst, measurements,
		[](const WorkerMeasurement &worker) {
			return worker.gap_ns && !worker.held_back
				       ? std::optional(double(*worker.gap_ns) / 1e6)
				       : std::nullopt;
		},
		[](const WorkerMeasurement &worker) {
			return "did not run for " + in_ms(*worker.gap_ns) + " though it wanted to";
		});
	return worst.finding("no worker was of a type that sees gaps and free to run");
}

template <>
Finding measure<&Checks::isolation>(const Measurements &measurements, uint64_t, Worst worst)
{
	for (const Window &window : measurements.windows) {
		const WorkerMeasurement *most = nullptr;
		size_t offenders = 0;
		Sum outside, samples;

		for (const WorkerMeasurement &worker : window.workers) {
			outside.add(worker.outside);
			samples.add(worker.cpu_samples);
			offenders += worker.outside > 0;
			if (!most || worker.outside > most->outside)
				most = &worker;
		}
		if (samples.value <= 0)
			continue;
		worst.add(outside.value, [&] {
			if (!offenders)
				return window.where + ": " +
				       counted(window.workers.size(), "worker") + " looked " +
				       decimal(samples.value) +
				       " times, never on a CPU outside the cpuset";
			return window.where + ": " + worker_text(*most) +
			       " was on a CPU outside its cpuset " + std::to_string(most->outside) +
			       " times of " + std::to_string(most->cpu_samples) +
			       and_more(offenders - 1);
		});
	}
	return worst.finding("no worker looked at which CPU it was on");
}

template <>
Finding measure<&Checks::iterations_per_s>(const Measurements &measurements, uint64_t, Worst worst)
{
	for (const Window &window : measurements.windows) {
		Sum iterations, cpu;

		for (const WorkerMeasurement &worker : window.workers) {
			iterations.add(worker.iterations);
			cpu.add(worker.cpu_ns);
		}
		if (cpu.value <= 0)
			continue;
		worst.add(iterations.value * kNsPerSecond / cpu.value, [&] {
			return window.where + ": " + counted(window.workers.size(), "worker") +
			       " ran " + decimal(iterations.value) + " iterations in " +
			       decimal(cpu.value / 1e6) + " ms of CPU time";
		});
	}
	return worst.finding("no worker had CPU time");
}

template <>
Finding measure<&Checks::run_delay_percent>(const Measurements &measurements, uint64_t, Worst worst)
{
	for (const Window &window : measurements.windows) {
		size_t count = 0;
		Sum delay, cpu;

		for (const WorkerMeasurement &worker : window.workers) {
			if (!worker.run_delay_ns)
				continue;
			count++;
			delay.add(*worker.run_delay_ns);
			cpu.add(worker.cpu_ns);
		}
		if (std::optional<double> percent = percent_of(delay.value, cpu.value))
			worst.add(*percent, [&] {
				return window.where + ": " + counted(count, "worker") + " waited " +
				       decimal(delay.value / 1e6) + " ms on runqueues for " +
				       decimal(cpu.value / 1e6) + " ms of CPU time";
			});
	}
	return worst.finding("no worker had both a schedstat and CPU time");
}

template <>
Finding measure<&Checks::migrations_per_s>(const Measurements &measurements, uint64_t, Worst worst)
{
	add_each(
		&worst, measurements,
		[](const WorkerMeasurement &worker) {
			return worker.migrations && worker.cpu_ns >= kLeastCpuNs
				       ? std::optional(double(*worker.migrations) * kNsPerSecond /
						       double(worker.cpu_ns))
				       : std::nullopt;
		},
		[](const WorkerMeasurement &worker) {
			return "migrated " + std::to_string(*worker.migrations) + " times in " +
			       in_ms(worker.cpu_ns) + " of CPU time";
		});
	return worst.finding("no worker that counts migrations had " + in_ms(kLeastCpuNs) +
			     " of CPU time in a window");
}

template <>
Finding measure<&Checks::local_pages_percent>(const Measurements &measurements, uint64_t,
					      Worst worst)
{
	add_each(
		&worst, measurements,
		[](const WorkerMeasurement &worker) {
			return worker.pages && worker.local_pages
				       ? percent_of(double(std::min(*worker.local_pages,
								    *worker.pages)),
						    double(*worker.pages))
				       : std::nullopt;
		},
		[](const WorkerMeasurement &worker) {
			return "had " + std::to_string(*worker.local_pages) + " of " +
			       std::to_string(*worker.pages) + " pages on its own node";
		});
	return worst.finding("no worker had memory with a known node");
}

} /* namespace ktstr */
